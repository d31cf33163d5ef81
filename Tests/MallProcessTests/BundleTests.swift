import Foundation
import MallDomain
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests.SharedMallTests {
  @Suite("Bundles of the whole mall")
  struct BundleTests {
    private struct Bundles: Decodable {
      struct Bundle: Decodable {
        var code: String
        var available: Bool
      }
      var bundles: [Bundle]
    }

    private struct Submitted: Decodable { var trackingCode: String }

    private func mall(_ arguments: String..., input: String = "") async throws -> CommandRun {
      let data = try TestMall.shared().folder.path
      return try await CommandRun.mall(arguments + ["--data", data, "--format", "json"], input: input)
    }

    @Test("The example of every bundle is accepted as it stands, and tracked on one page")
    func examples() async throws {
      let bundles: Bundles = try await mall("bundle", "list").json()
      #expect(bundles.bundles.filter(\.available).count == 4)
      for bundle in bundles.bundles {
        let example = try await mall("apply", bundle.code, "--example")
        #expect(example.exitCode == 0, "\(bundle.code): \(example.errors)")
        let applied = try await mall("apply", bundle.code, "--input", "-", input: example.output)
        #expect(applied.exitCode == 0, "\(bundle.code): \(applied.errors)")
        let submitted: Submitted = try applied.json()
        let track = try await TestMall.shared().acting(as: .citizen) { try await $0.track(submitted.trackingCode) }
        let sheet = try await TestMall.shared().acting(as: .citizen) { try await $0.service(bundle.code) }
        #expect(track.parts.map(\.part) == sheet.parts.map(\.id))
        // What waits for nobody has a case of its own already.
        for (part, shown) in zip(sheet.parts, track.parts) {
          #expect(shown.trackingCode.isEmpty == !part.after.isEmpty, "\(bundle.code), \(part.id)")
        }
      }
    }

    @Test("Guesses at what opens the parts of a bundle are counted together, whoever makes them")
    func guesses() async throws {
      let shared = try TestMall.shared()
      let example = try await mall("apply", "mal.baru-menikah", "--example")
      let applied = try await mall("apply", "mal.baru-menikah", "--input", "-", input: example.output)
      let submitted: Submitted = try applied.json()
      let parts = try await shared.acting(as: .citizen) { try await $0.track(submitted.trackingCode).parts }
      let codes = parts.map(\.trackingCode).filter { !$0.isEmpty }
      try #require(codes.count > 2)
      var answers: [StatusCode] = []
      // Each of them guesses less than one person may.
      for (number, code) in codes.enumerated() {
        answers += try await shared.acting(as: .citizen(31 + number)) { guesser in
          var answers: [StatusCode] = []
          for _ in 1...15 {
            let request = Wire.ShowApplicationRequest(trackingCode: code, fact: "1802010101010009")
            let refusal = await #expect(throws: Refusal.self) {
              let _: Wire.ShowApplicationResponse = try await guesser.call(.applicationShow, request)
            }
            if let refusal { answers.append(refusal.code) }
          }
          return answers
        }
      }
      #expect(answers.filter { $0 == .permissionDenied }.count == 30)
      #expect(answers.suffix(15).allSatisfy { $0 == .resourceExhausted })
    }

    @Test("All that is wrong in a bundle's form is told at once, and nothing is kept")
    func badInput() async throws {
      struct Failure: Decodable {
        struct Body: Decodable {
          struct Violation: Decodable { var field: String }
          var status: String
          var violations: [Violation]
        }
        var error: Body
      }
      let run = try await mall(
        "apply", "mal.anak-lahir", "--input", "-",
        input: #"{"channel": "counter", "values": {"nik": "1", "ikut-jkn": "true", "lain": "x"}}"#)
      #expect(run.exitCode != 0)
      let failure = try CommandRun(exitCode: 0, output: run.errors, errors: "").json(Failure.self).error
      #expect(failure.status == "invalid_argument")
      let fields = Set(failure.violations.map(\.field))
      #expect(fields.isSuperset(of: ["nik", "nama-anak", "faskes", "telepon", "kk", "lain"]))
      let unknown = try await mall("apply", "mal.tidak-ada", "--input", "-", input: "{}")
      #expect(unknown.exitCode != 0)
    }
  }
}

extension ProcessTests {
  /// A bundle in a district that has three agencies, one of which is away.
  @Suite("A bundle over real links", .serialized)
  struct BundleLifeTests {
    private static let register = "disdukcapil"
    private static let insurance = "bpjs-kesehatan"
    private static let code = "mal.anak-lahir"

    @Test("A birth: the card and the insurance follow the certificate, each standing alone, through every restart")
    func birth() async throws {
      try await withAgencies { mall, _ in
        let (content, code) = try await mall.acting(as: .citizen) { citizen in
          let content = try await Self.example(by: citizen)
          let first = try await citizen.submit(content, key: "anak-lahir-satu")
          let again = try await citizen.submit(content, key: "anak-lahir-satu")
          #expect(first == again)
          return (content, first.trackingCode)
        }
        let father = try #require(content.value("nik"))
        try await mall.acting(as: .citizen) { citizen in
          let track = try await citizen.track(code)
          #expect(track.parts.map(\.state).dropFirst() == ["waiting", "waiting"])
          // What is done to one service needs the code of its part.
          await #expect(throws: Refusal.self) { try await citizen.document(code, fact: father) }
        }
        try await mall.kill("gateway")
        try await mall.kill("insurance")
        try await mall.start("gateway")
        try await Patience.wait(until: "the register to be back") {
          try await mall.agencies().contains { $0.id == Self.register && $0.connected }
        }
        let parts = BundleCounter(code: code, fact: father)
        let nik = try await mall.withCounter { counter in
          let document = try await parts.finish(0, counter)
          return try #require(document.fields.first { $0.field == "nik" }?.value)
        }
        // The insurance is away: the card goes its way meanwhile.
        try await mall.withCounter { counter in
          let card = try await parts.finish(1, counter)
          #expect(card.fields.contains { $0.value == nik })
        }
        try await mall.start("insurance")
        try await mall.waitForAgencies()
        try await mall.withCounter { counter in
          let member = try await parts.finish(2, counter)
          #expect(member.fields.contains { $0.value == nik })
        }
        let track = try await mall.acting(as: .citizen) { try await $0.track(code, until: .issued) }
        #expect(track.parts.map(\.state) == ["issued", "issued", "issued"])
      }
    }

    @Test("A refused part takes with it only what needs its document; withdrawing ends what is undecided")
    func refused() async throws {
      try await withAgencies { mall, _ in
        let (code, second, fact) = try await mall.acting(as: .citizen) { citizen in
          let first = try await citizen.submit(try await Self.example(by: citizen), key: "anak-lahir-dua")
          let content = try await Self.example(by: citizen)
          let second = try await citizen.submit(content, key: "anak-lahir-tiga")
          return (first.trackingCode, second.trackingCode, try #require(content.value("nik")))
        }
        try await mall.acting(as: .officer) { officer in
          let caseID = try await BundleCounter(code: code, fact: fact).caseID(of: 0, officer)
          try await officer.claim(caseID, of: Self.register)
          _ = try await officer.reject(caseID, of: Self.register, reason: "Berkas tidak benar")
        }
        try await mall.acting(as: .citizen) { citizen in
          let track = try await citizen.track(code, until: .rejected)
          #expect(track.parts.map(\.state) == ["rejected", "dropped", "dropped"])
          #expect(track.parts[1].nextText?.id.contains("disdukcapil.akta-kelahiran") == true)
          let _: Wire.WithdrawResponse = try await citizen.call(
            .applicationWithdraw, Wire.WithdrawRequest(trackingCode: second, fact: fact, reason: "Belum jadi"))
          let withdrawn = try await citizen.track(second, until: .withdrawn)
          #expect(withdrawn.parts.map(\.state) == ["withdrawn", "dropped", "dropped"])
        }
      }
    }

    @Test(
      "A gateway restored from before a bundle: its receipt brings it back with the same parts, and nothing comes twice"
    )
    func readmitted() async throws {
      struct Submitted: Decodable { var trackingCode: String }
      try await withAgencies { mall, _ in
        func run(_ arguments: String...) async throws -> CommandRun {
          let run = try await CommandRun.mall(arguments + ["--data", mall.folder.path, "--format", "json"])
          #expect(run.exitCode == 0, "\(arguments): \(run.errors)")
          return run
        }
        let (input, receipt) = (mall.folder.appending(path: "anak.json"), mall.folder.appending(path: "receipt.json"))
        let example = try await run("apply", Self.code, "--example")
        try example.output.write(to: input, atomically: true, encoding: .utf8)
        let backup = mall.folder.appending(path: "backup").path
        _ = try await run("backup", "--to", backup)
        let applied: Submitted = try await run(
          "apply", Self.code, "--input", input.path, "--receipt", receipt.path
        ).json()
        let parts = BundleCounter(code: applied.trackingCode, fact: "")
        let certificate = try await mall.withCounter { try await parts.finish(0, $0) }
        _ = try await mall.withCounter { try await parts.caseID(of: 1, $0.officer) }

        try await mall.kill("gateway")
        let folder = mall.dataFolder(of: "gateway")
        try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + ".lost")
        _ = try await run(
          "restore", backup, "--node", "gateway", "--recovery-key",
          mall.folder.appending(path: "pki/recovery.key").path)
        try await mall.start("gateway")
        try await mall.waitForAgencies()
        _ = try await run("readmit", receipt.path, "--input", input.path)
        _ = try await run("readmit", receipt.path, "--input", input.path)

        try await mall.withCounter { counter in
          // The register knows the certificate's case, and tells the mall how far it was.
          try await Patience.wait(until: "the certificate to be there again") {
            try await counter.officer.track(applied.trackingCode).parts[0].state == "issued"
          }
          for index in [1, 2] {
            let document = try await parts.finish(index, counter)
            #expect(document.fields.contains { field in certificate.fields.contains { $0.value == field.value } })
          }
          for service in ["\(Self.register).akta-kelahiran", "\(Self.register).kia-baru"] {
            #expect(try await counter.officer.cases(of: Self.register, service: service).count == 1)
          }
        }
      }
    }

    @Test("A service that asks for more since then asks nothing of an application that was taken before")
    func edition() async throws {
      try await withAgencies { mall, catalogue in
        let (code, father) = try await mall.acting(as: .citizen) { citizen in
          let content = try await Self.example(by: citizen)
          let answer = try await citizen.submit(content, key: "anak-lahir-empat")
          return (answer.trackingCode, try #require(content.value("nik")))
        }
        try await mall.stop("insurance")
        let newborn = "\(Self.insurance).bayi-baru-lahir"
        let first = "      - id: nik-ibu\n        label: NIK ibu\n"
        let field = "      - id: catatan-baru\n        label: Catatan baru\n        label_en: A new note\n"
        try catalogue.replace(
          first, with: field + "        type: text\n        required: true\n        max_length: 60\n" + first,
          in: Self.insurance)
        try await mall.start("insurance")
        try await mall.waitForAgencies()
        try await mall.acting(as: .operator) { op in
          let change = try await Patience.wait(for: "the new form to be listed") {
            let changes: Wire.ListChangesResponse = try await op.call(.catalogueChanges, Wire.ListChangesRequest())
            return changes.changes.first { $0.subject == newborn }
          }
          let _: Wire.ApproveChangeResponse = try await op.call(
            .catalogueApprove, Wire.ApproveChangeRequest(subject: newborn, versionProposed: change.versionProposed))
        }
        try await mall.acting(as: .citizen) { citizen in
          // Whoever applies now is asked for it.
          let content = try await Self.example(by: citizen)
          let refusal = await #expect(throws: Refusal.self) {
            try await citizen.submit(content, key: "anak-lahir-lima")
          }
          #expect(refusal?.violations.map(\.field) == ["catatan-baru"])
        }
        let parts = BundleCounter(code: code, fact: father)
        try await mall.withCounter { counter in
          for index in [0, 2] { _ = try await parts.finish(index, counter) }
        }
      }
    }

    // MARK: -

    /// The bundle's answers, from the example of its first part.
    private static func example(by citizen: MallClient) async throws -> Wire.ApplicationContent {
      var content = try await citizen.example(of: "\(register).akta-kelahiran")
      content.service = code
      content.values.append(Wire.FieldValue(field: "ikut-jkn", value: "true"))
      content.values.append(Wire.FieldValue(field: "faskes", value: "Puskesmas Gunung Sugih"))
      if content.value("telepon") == nil {
        content.values.append(Wire.FieldValue(field: "telepon", value: "081200000001"))
      }
      content.show(["kis-ibu", "surat-keterangan-lahir"])
      return content
    }

    private func withAgencies(
      _ body: @escaping @Sendable (TestMall, CatalogueCopy) async throws -> Void
    ) async throws {
      let catalogue = try CatalogueCopy(of: [Self.register, Self.insurance])
      defer { catalogue.remove() }
      try catalogue.copyBundles()
      let plan = TestMall.Plan(
        nodes: [
          .init(name: "identity", program: "identity-service", agencies: [try AgencyID(Self.register)]),
          .init(name: "insurance", program: "agency-service", agencies: [try AgencyID(Self.insurance)]),
        ], deploy: catalogue.folder)
      try await TestMall.with(plan) { try await body($0, catalogue) }
    }
  }
}
