import Foundation
import Testing

/// Runs the generator's check on a schema of one file.
@Suite("The generator refuses what the wire can't carry safely")
struct SchemaRulesTests {
  @Test(
    "a schema that breaks a rule",
    arguments: [
      ("message A { A a = 1; }", "recursive by a"),
      ("message A { B b = 1; } message B { repeated C c = 1; } message C { A a = 2; }", "recursive by b.c.a"),
      ("message A { optional string a = 1; }", "proto3 optional"),
      ("message A { map<string, string> a = 1; }", "maps have no order"),
      ("message A { double a = 1; }", "floats"),
      ("message A { float a = 1; }", "floats"),
      ("message A { oneof a { string b = 1; string c = 2; } }", "oneof"),
      ("message A { message B { string a = 1; } B b = 1; }", "nested messages"),
      ("message A { enum B { B_NONE = 0; } B b = 1; }", "nested enums"),
      ("message A { repeated uint32 a = 1; }", "repeated numbers"),
      ("enum E { E_NONE = 0; E_LESS = -1; } message A { E a = 1; }", "negative"),
    ])
  func refused(schema: String, reason: String) throws {
    let (status, errors) = try check(schema)
    #expect(status == 1)
    #expect(errors.contains(reason), "\(errors)")
  }

  @Test("a schema that keeps the rules")
  func accepted() throws {
    let (status, errors) = try check("message A { B b = 1; repeated B c = 2; } message B { string d = 1; }")
    #expect(status == 0, "\(errors)")
  }

  private func check(_ schema: String) throws -> (status: Int32, errors: String) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("a.proto")
    try "syntax = \"proto3\";\npackage mall.v1;\n\(schema)\n".write(to: file, atomically: true, encoding: .utf8)

    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [TestFiles.project("Shared/MallWire/Schema/generate.py").path, "--rules", file.path]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }
}
