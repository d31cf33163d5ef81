import Foundation
import FuzzTargets

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
