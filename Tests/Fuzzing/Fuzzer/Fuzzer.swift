import Foundation
import FuzzTargets
import LibFuzzer

/// The target that this process tries: libFuzzer takes the arguments for itself.
private let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
  guard let target = FuzzTarget(rawValue: name) else {
    preconditionFailure("FUZZ_TARGET: one of \(FuzzTarget.allCases.map(\.rawValue))")
  }
  return target
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  if let violation = target.violation(Array(UnsafeBufferPointer(start: data, count: size))) {
    preconditionFailure(violation)
  }
  return 0
}

/// The program's main under the name that the package's build gives it: an executable's own, not libFuzzer's.
@_cdecl("Fuzzer_main")
public func run(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  var (count, arguments) = (count, arguments)
  return LLVMFuzzerRunDriver(&count, &arguments, testOneInput)
}
