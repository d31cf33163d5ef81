import Foundation
import MallDomain
import MallLink
import MallNode
import MallTestSupport
import MallWire
import Testing

extension ProcessTests.SharedMallTests {
  @Suite("Who may do what")
  struct AuthorizationTests {
    private static let agency = "pos-indonesia"
    private static let service = "pos-indonesia.kirim-dokumen"

    @Test("Roles call their own methods and no others")
    func roles() async throws {
      let mall = try TestMall.shared()
      let filed = try await mall.acting(as: .citizen) { try await FiledCase.file(Self.service, by: $0) }
      try await mall.acting(as: .citizen) { citizen in
        await Self.expect(.permissionDenied) { try await citizen.cases(of: Self.agency) }
        await Self.expect(.permissionDenied) { try await citizen.claim(filed.caseID, of: Self.agency) }
        await Self.expect(.permissionDenied) { try await citizen.moveClock(to: MallInstant(milliseconds: .max / 2)) }
        await Self.expect(.permissionDenied) { try await citizen.pay(Wire.Bill(billingCode: "1", amountRupiah: 1)) }
      }
      try await mall.acting(as: .bank) { bank in
        await Self.expect(.permissionDenied) { try await bank.submit(filed.content, key: UUID().uuidString) }
        await Self.expect(.permissionDenied) { try await bank.track(filed.trackingCode) }
      }
    }

    @Test("An officer acts for the agencies in the certificate, and signs")
    func officers() async throws {
      let mall = try TestMall.shared()
      let filed = try await mall.acting(as: .citizen) { try await FiledCase.file(Self.service, by: $0) }
      let elsewhere = try mall.badges.issue(
        "officer-polres", role: .officer, agencies: [try AgencyID("polres")], subject: "petugas-polres")
      try await MallClient.connected(to: mall.address, credential: elsewhere) { officer in
        await Self.expect(.permissionDenied) { try await officer.cases(of: Self.agency) }
        await Self.expect(.permissionDenied) { try await officer.show(filed.caseID, of: Self.agency) }
        await Self.expect(.notFound) {
          let answer: Wire.LocateCaseResponse = try await officer.call(
            .caseLocate, Wire.LocateCaseRequest(caseID: filed.caseID))
          return answer
        }
        await Self.expect(.notFound) {
          let answer: Wire.GetBlobResponse = try await officer.call(
            .blobGet, Wire.GetBlobRequest(sha256: ExampleFile.sha256, caseID: filed.caseID))
          return answer
        }
        // The own agency, but the case is another's.
        await Self.expect(.notFound) { try await officer.show(filed.caseID, of: "polres") }
      }
      let credential = try mall.badges.credential(.officer)
      let link = try await RawLink(to: mall.address, .tls(credential))
      await link.send(Breach.hello(credential))
      _ = try await link.envelope(.welcome)
      let body = Wire.ListCasesRequest(agency: Self.agency).encoded()
      await link.send(
        Wire.Envelope(kind: .request, id: 1, method: "case.list", target: Self.agency, body: body))
      let answer = try await link.envelope(.response)
      #expect(answer.status?.code == StatusCode.unauthenticated.rawValue, "not signed")
      await link.close()
    }

    @Test("An agency speaks for itself alone")
    func agencies() async throws {
      let mall = try TestMall.shared()
      let filed = try await mall.acting(as: .citizen) { try await FiledCase.file(Self.service, by: $0) }
      _ = try await mall.acting(as: .citizen) { try await $0.track(filed.trackingCode, until: .received) }
      let rogue = try mall.badges.issue("rogue", role: .agency, agencies: [try AgencyID("perpustakaan")])
      let manifest = try CatalogueFile.parse(
        try CatalogueCopy.shipped(Self.agency).replacing("Pos Indonesia", with: "Pos Palsu"),
        file: "\(Self.agency).yaml")
      try await MallClient.connected(to: mall.address, credential: rogue) { client in
        await Self.expect(.permissionDenied) {
          let answer: Wire.PublishResponse = try await client.call(
            .cataloguePublish, Wire.PublishRequest(agency: Wire.Agency(manifest)))
          return answer
        }
        let event = Wire.CaseEvent(
          caseID: filed.caseID, agency: Self.agency, step: 2, type: "claimed",
          atMs: MallClock.system.now().milliseconds, actor: "officer:palsu")
        let signature = try Signer(rogue).sign(
          event.encoded(), scope: SignatureScope(method: "case-event", receiver: "gateway", caseID: filed.caseID),
          at: MallClock.system.now())
        await Self.expect(.permissionDenied) {
          let answer: Wire.DeliverResponse = try await client.call(
            .deliveryDeliver,
            Wire.Delivery(
              epoch: 1, sequence: 1, orderingKey: filed.caseID, kind: "case-event", content: event.encoded(),
              signature: signature))
          return answer
        }
        await Self.expect(.unauthenticated) {
          let answer: Wire.DeliverResponse = try await client.call(
            .deliveryDeliver,
            Wire.Delivery(
              epoch: 1, sequence: 2, orderingKey: filed.caseID, kind: "case-event", content: event.encoded()))
          return answer
        }
      }
      try await mall.acting(as: .citizen) { citizen in
        let track = try await citizen.track(filed.trackingCode)
        #expect(track.state == CaseState.received.rawValue)
        let sheet = try await citizen.service(Self.service)
        #expect(sheet.agencyName?.id == "Pos Indonesia")
      }
    }

    @Test("The content needs the code and a fact; who guesses is stopped, and nobody else")
    func guesses() async throws {
      let mall = try TestMall.shared()
      let filed = try await mall.acting(as: .citizen) { try await FiledCase.file(Self.service, by: $0) }
      let fact = try #require(filed.fact)
      try await mall.acting(as: .citizen(9)) { guesser in
        await Self.expect(.permissionDenied) { try await Self.show(filed, fact: "081200000000", guesser) }
        let shown = try await Self.show(filed, fact: fact, guesser)
        #expect(shown.content?.value("alamat") == filed.content.value("alamat"))
        await Self.expect(.failedPrecondition) { try await guesser.document(filed.trackingCode, fact: fact) }
        var refusal: Refusal?
        for _ in 0..<40 where refusal?.code != .resourceExhausted {
          refusal = await #expect(throws: Refusal.self) { try await guesser.track("AAAA-BBBB-CCCC-DDDD-00") }
        }
        #expect(refusal?.code == .resourceExhausted)
        #expect((refusal?.retryAfter ?? .zero) > .zero)
        // Even the right code, now.
        await Self.expect(.resourceExhausted) { try await guesser.track(filed.trackingCode) }
      }
      _ = try await mall.acting(as: .citizen) { try await Self.show(filed, fact: fact, $0) }
    }

    private static func show(
      _ filed: FiledCase, fact: String, _ client: MallClient
    ) async throws -> Wire.ShowApplicationResponse {
      try await client.call(
        .applicationShow, Wire.ShowApplicationRequest(trackingCode: filed.trackingCode, fact: fact))
    }

    private static func expect<Answer>(
      _ status: StatusCode, sourceLocation: SourceLocation = #_sourceLocation, _ ask: () async throws -> Answer
    ) async {
      let refusal = await #expect(throws: Refusal.self, sourceLocation: sourceLocation) { _ = try await ask() }
      #expect(refusal?.code == status, sourceLocation: sourceLocation)
    }
  }
}
