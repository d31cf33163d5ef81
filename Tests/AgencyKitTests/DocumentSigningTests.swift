import MallDomain
import MallLink
import MallStore
import MallWire
import Testing

@testable import AgencyKit

@Suite struct DocumentSigningTests {
  private func verifier(_ world: AgencyWorld) async throws -> DocumentVerifier {
    let agency = try AgencyID("polres")
    let key = try #require(world.parts.documentKeys.signing(for: agency, at: MallClock.system.now()))
    let store = SignedDocumentStore(sealer: world.parts.sealer)
    let retired = try await world.parts.database.read { try store.retired(by: agency, limit: 100, in: $0) }
    let list = try key.sign(
      Wire.DocumentStatusList(
        agency: agency.text, mall: "contoh", atMs: MallClock.system.now().milliseconds,
        entries: retired.map {
          Wire.DocumentStatus(markHash: $0.markHash, state: $0.state.rawValue, since: $0.since.description)
        }))
    return DocumentVerifier(
      Wire.VerificationBundle(mall: "contoh", keys: [key.certificate.der], lists: [list]), trust: world.trust)
  }

  @Test func `What a case hands out is signed in the commit of its issue, and told to the mall with it`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let document = try await world.issueFully(service, fee: 30_000)
      let told = try #require(try await world.toldEvents().last)
      let signed = try #require(told.signedDocuments.first)
      #expect(told.signedDocuments.count == 1)
      let verdict = try await verifier(world).verify(signed, on: LocalDate(jakarta: world.now))
      #expect(verdict.outcome == .valid)
      #expect(verdict.mark?.number == document.number)
      #expect(try Wire.Document(decoding: signed.record) == document)
      #expect(!String(decoding: signed.mark, as: UTF8.self).contains("Santoso"))
    }
  }

  @Test func `An officer of the agency takes a document out of force, and the list says so`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let document = try await world.issueFully(service, fee: 30_000)
      let signed = try #require(try await world.toldEvents().last?.signedDocuments.first)
      let request = Wire.RevokeDocumentRequest(
        agency: "polres", type: document.type, number: document.number, reason: "Salah orang")
      var stranger = world.officer
      stranger.principal.agencies = [try AgencyID("dinsos")]
      let desk = world.desks.papers
      let act = stranger
      await #expect(throws: Refusal.self) { _ = try await desk.revoke(request, act: act) }
      func changes() async throws -> Int64 {
        let agency = try AgencyID("polres")
        return try await world.parts.database.read { try SignedDocumentStore.changes(of: agency, in: $0) }
      }
      let before = try await changes()
      _ = try await desk.revoke(request, act: world.officer)
      #expect(try await changes() == before + 1)
      #expect(try await verifier(world).verify(signed, on: LocalDate(jakarta: world.now)).outcome == .revoked)
      await #expect(throws: Refusal.self) { _ = try await desk.revoke(request, act: world.officer) }
    }
  }

  @Test func `A document that keeps its number becomes its next version, and the older one is replaced`() async throws {
    let service = try Services.policeRecord()
    try await AgencyWorld.run(Services.agency("polres", services: [service])) { world in
      let store = DocumentStore(sealer: world.parts.sealer)
      let signing = DocumentSigning(store: store, keys: world.parts.documentKeys)
      let (now, agency) = (world.now, try AgencyID("polres"))
      func issue(_ note: String) async throws -> Wire.SignedDocument {
        let caseID = CaseID.make(at: now)
        let document = IssuedDocument(
          type: "kk", number: "1802072301080001", agency: agency, service: service.code, caseID: caseID,
          title: Services.text("KK"), holder: "Budi Santoso", holderNIK: nil, issuedOn: LocalDate(jakarta: now),
          validThrough: nil, fields: [IssuedDocument.Field("catatan", note)])
        let signed = try await world.parts.database.write { transaction in
          try IssuedDocuments(store).keep(document, at: now, in: transaction)
          // What the case keeps a second time stays as it is.
          try IssuedDocuments(store).keep(document, at: now, in: transaction)
          return try signing.sign(caseID, in: transaction)
        }
        return try #require(signed.first)
      }
      let (first, second) = (try await issue("satu"), try await issue("dua"))
      let verifier = try await verifier(world)
      let today = LocalDate(jakarta: now)
      #expect(verifier.verify(first, on: today).outcome == .replaced)
      #expect(verifier.verify(second, on: today).outcome == .valid)
      #expect(verifier.verify(second, on: today).mark?.version == 2)
    }
  }
}
