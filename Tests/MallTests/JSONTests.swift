import Testing

@testable import Mall

@Suite("JSON")
struct JSONTests {
  @Test("Members keep their order, and text is escaped as RFC 8259 asks")
  func writing() {
    let value = JSONValue.object([
      "b": .array([.integer(1), .null]), "a": .string("\"\\\n\u{1}é"), "empty": .array([]), "none": .object([:]),
    ])
    #expect(JSONWriter.text(value, .oneLine) == #"{"b":[1,null],"a":"\"\\\n\u0001é","empty":[],"none":{}}"#)
    #expect(
      JSONWriter.text(value) == """
        {
          "b": [
            1,
            null
          ],
          "a": "\\"\\\\\\n\\u0001é",
          "empty": [],
          "none": {}
        }
        """)
  }

  @Test("What was written reads back the same")
  func roundTrip() throws {
    let value = JSONValue.object([
      "a": .boolean(false), "b": .integer(-9_007_199_254_740_993), "c": .string("kode: \t\u{7f}"),
      "d": .array([.object(["x": .null]), .integer(1), .boolean(true)]),
    ])
    #expect(try JSONValue.read(JSONWriter.text(value).utf8) == value)
    #expect(try JSONValue.read(JSONWriter.text(value, .oneLine).utf8) == value)
  }

  @Test("A failure names its status, both languages and every violation")
  func failure() {
    let failure = CommandFailure(
      .invalidArgument, "Formulir belum benar.", "The form is not right yet.",
      violations: [.init(field: "nik", key: "form.required", .init(indonesian: "Harus diisi.", english: "Required."))])
    #expect(
      JSONWriter.text(failure.json, .oneLine)
        == #"{"error":{"status":"invalid_argument","message":"The form is not right yet.","#
        + #""message_id":"Formulir belum benar.","violations":[{"field":"nik","key":"form.required","#
        + #""message":"Required.","message_id":"Harus diisi."}]}}"#)
    #expect(
      failure.text(in: .indonesian) == """
        Gagal (invalid_argument): Formulir belum benar.
          The form is not right yet.
          - nik: Harus diisi. / Required.
        """)
  }
}
