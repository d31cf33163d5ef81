import MallDomain
import MallLink
import MallNode
import MallTestSupport
import MallWire
import Synchronization

/// An agency with software of its own, which refuses what it takes a dislike to, for as long as it likes.
final class PickyAgency: LinkHandler {
  static let service = "perpustakaan.kartu-anggota"
  private static let agency = "perpustakaan"

  private struct State {
    var disliked: Set<String> = []
    var taken: [Wire.Delivery] = []
  }

  private let state = Mutex(State())

  /// Runs the agency while `body` does.
  static func with<Result: Sendable>(
    at mall: TestMall, _ body: @escaping @Sendable (PickyAgency) async throws -> Result
  ) async throws -> Result {
    let credential = try mall.badges.issue(agency, role: .agency, agencies: [try AgencyID(agency)])
    let handler = PickyAgency()
    let dialler = try LinkDialler(
      configuration: LinkConfiguration(credential: credential, software: "picky/1"), host: mall.address.host,
      port: mall.address.port, handler: handler)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        try await dialler.run()
        return nil
      }
      defer { group.cancelAll() }
      let link = try await dialler.connected()
      let manifest = Wire.PublishRequest(agency: Wire.Agency(try Self.manifest()))
      _ = try await link.request(
        OutgoingRequest(method: Method.cataloguePublish.rawValue, body: manifest.encoded()))
      return try await body(handler)
    }
  }

  private static func manifest() throws -> Agency {
    func text(_ text: String) -> LocalizedText { LocalizedText(indonesian: text, english: text) }
    let field = FormField(id: "telepon", label: text("Telepon"), type: .phone, isRequired: true)
    let service = PublicService(
      code: try ServiceCode(service), name: text("Kartu anggota"), category: .education, lifeEvents: [],
      description: text("Kartu anggota perpustakaan"), legalBasis: ["Perda"],
      requirements: [Requirement(id: "datang", name: text("Datang sendiri"), kind: .presence, isRequired: false)],
      fee: Fee(kind: .free, amount: .zero, note: ""), serviceLevel: .workingDays(1), output: text("Kartu"),
      issues: ["kartu-anggota"], channels: [.online], form: [field], steps: [text("Isi formulir.")],
      complaints: Complaints(unit: "Unit", phone: "110", email: "a@example.id", procedure: text("Lapor.")),
      keywords: [], subjects: [], policy: ServicePolicy(), rules: [])
    return Agency(
      id: try AgencyID(agency), name: text("Perpustakaan"), kind: .district, domain: .general, counter: "P",
      queries: [], services: [service])
  }

  static let application = Wire.ApplicationContent(
    service: service, channel: "online", values: [Wire.FieldValue(field: "telepon", value: "+6281234567890")])

  func refuse(_ caseID: String) { state.withLock { _ = $0.disliked.insert(caseID) } }
  func accept(_ caseID: String) { state.withLock { _ = $0.disliked.remove(caseID) } }
  func refuseEverything() { refuse("") }
  func acceptEverything() { accept("") }

  /// The kinds of what it took of a case, in their order.
  func taken(of caseID: String) -> [String] {
    state.withLock { $0.taken.filter { $0.orderingKey == caseID }.map(\.kind) }
  }

  func handle(_ request: IncomingRequest) {
    guard request.envelope.method == Method.deliveryDeliver.rawValue,
      let delivery = try? Wire.Delivery(decoding: request.envelope.body)
    else {
      request.respond(refusal: Refusal(.unimplemented))
      return
    }
    let isDisliked = state.withLock { state in
      if state.disliked.contains(delivery.orderingKey) || state.disliked.contains("") { return true }
      state.taken.append(delivery)
      return false
    }
    if isDisliked {
      request.respond(refusal: Refusal(.invalidArgument, detail: "something in it"))
    } else {
      request.respond(body: Wire.DeliverResponse().encoded())
    }
  }
}
