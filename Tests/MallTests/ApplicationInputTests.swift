import MallDomain
import MallWire
import Testing

@testable import Mall

@Suite("Application input")
struct ApplicationInputTests {
  private func read(_ text: String) throws(CommandFailure) -> ApplicationInput {
    try ApplicationInput(json: text.utf8)
  }

  @Test("Every form of an entry is read")
  func everyFormIsRead() throws {
    let input = try read(
      """
      {"service": "polres.skck", "channel": "counter",
       "values": {"nik": "1802010101900001", "setuju": true, "jumlah": 3, "kosong": null,
                  "pas-foto": {"file": "foto.jpg"}},
       "attachments": {"ktp": "shown", "kk": {"name": "kk.pdf", "base64": "JVBERg=="}},
       "consents": ["akta"]}
      """)
    #expect(input.service == "polres.skck")
    #expect(input.channel == "counter")
    #expect(
      input.values == [
        "nik": .text("1802010101900001"), "setuju": .text("true"), "jumlah": .text("3"),
        "pas-foto": .file(.path("foto.jpg")),
      ])
    #expect(
      input.attachments == [
        "ktp": .shown,
        "kk": .file(.inline(name: "kk.pdf", mediaType: "application/pdf", bytes: Array("%PDF".utf8))),
      ])
    #expect(input.consents == ["akta": ""])
    #expect(
      input.files == [
        .path("foto.jpg"), .inline(name: "kk.pdf", mediaType: "application/pdf", bytes: Array("%PDF".utf8)),
      ])
  }

  @Test("All that is wrong with the shape is said at once")
  func allViolationsAtOnce() {
    let failure = #expect(throws: CommandFailure.self) {
      try read(
        """
        {"servis": "x", "channel": 3, "values": {"a": [1], "b": {"path": "x"}}, "attachments": {"c": "seen"},
         "consents": [1]}
        """)
    }
    #expect(
      failure?.violations.map { "\($0.field) \($0.key)" }.sorted() == [
        "a input.value", "b input.file", "c input.file", "channel input.text", "consents input.consents",
        "servis input.unknown-key",
      ])
    #expect(failure?.exit == .badInput)
    #expect(failure?.violations.allSatisfy { $0.text.english != nil && $0.text.english != $0.text.indonesian } == true)
  }

  @Test(
    "What is no JSON object is refused",
    arguments: ["", "[]", "\"text\"", "{", #"{"values": {"a": 1.5}}"#, #"{"values": {"a": 99999999999999999999}}"#])
  func notAnObject(text: String) {
    #expect(throws: CommandFailure.self) { try read(text) }
  }

  @Test("The content holds each file as the blob it became, and a consent without a purpose gets the service's")
  func contentOfBlobs() {
    let file = InputFile.path("kk.pdf")
    let blob = Wire.BlobReference(
      sha256: Array(repeating: 7, count: 32), size: 3, name: "kk.pdf", mediaType: "application/pdf")
    var input = ApplicationInput()
    input.values = ["b": .text("2"), "a": .file(file)]
    input.attachments = ["kk": .file(file), "ktp": .shown]
    input.consents = ["akta": "", "ijazah": "beasiswa"]
    let content = input.content(service: "x.y", channel: "online", blobs: [file: blob])
    #expect(content.channel == "online")
    #expect(content.values == [Wire.FieldValue(field: "a", blob: blob), Wire.FieldValue(field: "b", value: "2")])
    #expect(
      content.attachments == [
        Wire.Attachment(requirement: "kk", blob: blob), Wire.Attachment(requirement: "ktp", shownAtCounter: true),
      ])
    #expect(
      content.consents == [
        Wire.Consent(requirement: "akta", purpose: "Permohonan x.y"),
        Wire.Consent(requirement: "ijazah", purpose: "beasiswa"),
      ])
  }

  @Test("An example, printed and read again, is the same content")
  func exampleRoundTrip() throws {
    let blob = Wire.BlobReference(
      sha256: Array(repeating: 9, count: 32), size: 12, name: "foto.png", mediaType: "image/png")
    let content = Wire.ApplicationContent(
      service: "x.y", channel: "counter",
      values: [
        Wire.FieldValue(field: "foto", blob: blob), Wire.FieldValue(field: "jumlah", value: "12"),
        Wire.FieldValue(field: "nik", value: "0802010101900001"), Wire.FieldValue(field: "setuju", value: "true"),
      ],
      attachments: [
        Wire.Attachment(requirement: "ktp", shownAtCounter: true), Wire.Attachment(requirement: "pas-foto", blob: blob),
      ],
      consents: [Wire.Consent(requirement: "kk", purpose: "Permohonan x.y")])
    let form = [
      Wire.FormField(id: "setuju", type: "boolean"), Wire.FormField(id: "jumlah", type: "integer"),
      Wire.FormField(id: "nik", type: "nik"),
    ]
    let json = ExampleInput(content: content, form: form, channel: nil).json
    #expect(json["values"]?["setuju"] == .boolean(true))
    #expect(json["values"]?["jumlah"] == .integer(12))
    #expect(json["values"]?["nik"] == .string("0802010101900001"))
    #expect(json["consents"] == .strings(["kk"]))
    let input = try ApplicationInput(json: JSONWriter.text(json).utf8)
    #expect(input.content(service: "x.y", channel: "online", blobs: [.uploaded(blob): blob]) == content)
  }
}
