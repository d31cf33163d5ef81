import Crypto
import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests.SharedMallTests {
  @Suite("Bad input")
  struct BadInputTests {
    @Test("A mistake in every field is said at once, in both languages, and nothing is stored")
    func mistakes() async throws {
      let mall = try TestMall.shared()
      try await mall.acting(as: .citizen) { citizen in
        try await mall.acting(as: .officer) { officer in
          let applications = try await Self.applicationsWithEveryFieldType(citizen)
          let covered = applications.reduce(into: Set()) { $0.formUnion($1.types) }
          #expect(covered == Set(FormField.FieldType.allCases.map(\.rawValue)))
          for application in applications {
            try await Self.expectAllMistakesSaid(application, citizen, officer)
          }
        }
      }
    }

    /// A form, and an example that answers it.
    private struct Application: Sendable {
      var sheet: Wire.PublicService
      var example: Wire.ApplicationContent

      /// The fields that the example answers.
      var fields: [Wire.FormField] {
        example.values.compactMap { value in sheet.form.first { $0.id == value.field } }
      }

      var types: Set<String> { Set(fields.map(\.type)) }
    }

    /// Few applications that answer every type of field between them.
    private static func applicationsWithEveryFieldType(_ citizen: MallClient) async throws -> [Application] {
      var missing = Set(FormField.FieldType.allCases.map(\.rawValue))
      var applications: [Application] = []
      for summary in try await citizen.services() {
        let sheet = try #require(try await citizen.service(summary.code).service)
        guard !missing.isDisjoint(with: sheet.form.map(\.type)) else { continue }
        let application = Application(sheet: sheet, example: try await citizen.example(of: summary.code))
        guard !missing.isDisjoint(with: application.types) else { continue }
        missing.subtract(application.types)
        applications.append(application)
      }
      return applications
    }

    private static func expectAllMistakesSaid(
      _ application: Application, _ citizen: MallClient, _ officer: MallClient
    ) async throws {
      let (sheet, example) = (application.sheet, application.example)
      let agency = String(sheet.code.prefix { $0 != "." })
      var wrong = example
      wrong.values = application.fields.map(mistake)
      let before = try await officer.cases(of: agency, service: sheet.code)
      let key = UUID().uuidString
      let content = wrong
      let refusal = try #require(
        await #expect(throws: Refusal.self) { try await citizen.submit(content, key: key) })
      #expect(refusal.code == .invalidArgument)
      let said = Set(refusal.violations.map(\.field))
      #expect(said == Set(wrong.values.map(\.field)), "\(sheet.code)")
      for violation in refusal.violations {
        let (indonesian, english) = (violation.message.text(.indonesian), violation.message.text(.english))
        #expect(!indonesian.isEmpty && !english.isEmpty && indonesian != english, "\(violation)")
      }
      let after = try await officer.cases(of: agency, service: sheet.code)
      #expect(after == before)
      // The key was not used up: the same one takes the right application.
      _ = try await citizen.submit(example, key: key)
    }

    private static func mistake(in field: Wire.FormField) -> Wire.FieldValue {
      switch FormField.FieldType(rawValue: field.type) {
      case .text?:
        Wire.FieldValue(field: field.id, value: String(repeating: "x", count: Int(field.maxLength) + 1))
      case .file?:
        Wire.FieldValue(
          field: field.id,
          blob: Wire.BlobReference(
            sha256: Array(repeating: 7, count: 32), size: 11 << 20, name: "besar.pdf", mediaType: "application/pdf"))
      case .boolean?: Wire.FieldValue(field: field.id, value: "mungkin")
      case .enumeration?: Wire.FieldValue(field: field.id, value: "tidak-ada-pilihan-ini")
      case .date?: Wire.FieldValue(field: field.id, value: "2026-02-30")
      case .time?: Wire.FieldValue(field: field.id, value: "25:61")
      case .integer?, .money?: Wire.FieldValue(field: field.id, value: "seribu")
      default: Wire.FieldValue(field: field.id, value: "12-@-34")
      }
    }

    @Test("What is missing, unknown or handed in twice is said too")
    func structure() async throws {
      let mall = try TestMall.shared()
      try await mall.acting(as: .citizen) { citizen in
        var content = try await citizen.example(of: "pos-indonesia.kirim-dokumen")
        content.channel = "telepati"
        content.values.removeAll { $0.field == "nama" }
        content.values.append(Wire.FieldValue(field: "zodiak", value: "leo"))
        content.attachments.append(Wire.Attachment(requirement: "surat-jalan", shownAtCounter: true))
        let wrong = content
        let refusal = await #expect(throws: Refusal.self) { try await citizen.submit(wrong, key: UUID().uuidString) }
        #expect(Set(refusal?.violations.map(\.field) ?? []) == ["channel", "nama", "zodiak", "surat-jalan"])

        content.values.append(Wire.FieldValue(field: "alamat", value: "dua kali"))
        let twice = content
        let second = await #expect(throws: Refusal.self) { try await citizen.submit(twice, key: UUID().uuidString) }
        #expect(second?.code == .invalidArgument)

        let short = await #expect(throws: Refusal.self) { try await citizen.submit(wrong, key: "kurang") }
        #expect(short?.code == .invalidArgument)
      }
    }

    @Test("The same key with another application is refused")
    func sameKey() async throws {
      let mall = try TestMall.shared()
      try await mall.acting(as: .citizen) { citizen in
        let content = try await citizen.example(of: "pos-indonesia.kirim-dokumen")
        let key = UUID().uuidString
        let first = try await citizen.submit(content, key: key)
        #expect(try await citizen.submit(content, key: key).trackingCode == first.trackingCode)
        var other = content
        other.set("alamat", to: "Jalan Lain 1")
        let changed = other
        let refusal = await #expect(throws: Refusal.self) { try await citizen.submit(changed, key: key) }
        #expect(refusal?.code == .alreadyExists)
        // Another citizen's key of the same text is another key.
        let stranger = try await mall.acting(as: .citizen(1)) { try await $0.submit(content, key: key) }
        #expect(stranger.trackingCode != first.trackingCode)
      }
    }

    @Test("Files that are too large, not what they say, missing or somebody else's are refused")
    func files() async throws {
      let mall = try TestMall.shared()
      try await mall.acting(as: .citizen) { citizen in
        let wrongHash = await #expect(throws: Refusal.self) {
          try await citizen.put([1, 2, 3], sha256: Array(repeating: 9, count: 32))
        }
        #expect(wrongHash?.code == .invalidArgument)
        let oversized = await #expect(throws: Refusal.self) { try await citizen.put([1], size: 11 << 20) }
        #expect(oversized?.code == .invalidArgument)
        let chunk = await #expect(throws: Refusal.self) {
          try await citizen.put(Array(repeating: 0, count: 257 << 10))
        }
        #expect(chunk?.code == .invalidArgument)
      }
      let letter = Array("%PDF-1.4 surat".utf8)
      let hash = Array(SHA256.hash(data: letter))
      _ = try await mall.acting(as: .citizen(1)) { try await $0.put(letter) }
      try await mall.acting(as: .citizen) { citizen in
        var content = try await citizen.example(of: "polres.skck")
        let requirement = try #require(content.attachments.first?.requirement)
        content.attachments[0] = Wire.Attachment(
          requirement: requirement,
          blob: Wire.BlobReference(
            sha256: hash, size: UInt64(letter.count), name: "surat.pdf", mediaType: "application/pdf"))
        let application = content
        let refusal = await #expect(throws: Refusal.self) {
          try await citizen.submit(application, key: UUID().uuidString)
        }
        #expect(refusal?.violations.map(\.field) == [requirement], "uploaded by somebody else")
        _ = try await citizen.put(letter)
        _ = try await citizen.submit(application, key: UUID().uuidString)
      }
    }
  }
}
