import Foundation
import MallDomain
import MallLink
import MallNode
import MallWire

/// One story, step by step, as the people in it act: a citizen, an officer, the bank, the operator.
struct DemonstrationWalk: Sendable {
  var data: DataFolder
  var address: NodeAddress
  var progress: Progress
  var story: DemonstrationStory

  /// How long one step of the mall may take.
  private static let patience = Duration.seconds(60)
  private static let pollInterval = Duration.milliseconds(100)
  /// A contract takes less; the register is written afterwards.
  private static let ceremony = Duration.seconds(2 * 3600)

  func run() async throws -> DemonstrationStory.Outcome {
    let example = try await makeExample()
    var outcome = DemonstrationStory.Outcome(
      service: story.service, trackingCode: "", fact: try fact(in: example))
    if case .taxBill(let objectField, let yearField) = story.turn {
      outcome.billObject = example.value(objectField)
      outcome.billYear = UInt32(example.value(yearField) ?? "")
      try await lookUpTaxBill(object: outcome.billObject, year: outcome.billYear)
    }
    let submitted = try await apply(example)
    outcome.trackingCode = submitted.trackingCode
    let caseID = submitted.receipt?.caseID ?? ""
    _ = try await waitForState([.received], of: outcome.trackingCode)
    progress.done("Berkas tiba di instansi", "The case arrived at the agency")
    try await decide(caseID)
    try await pay(outcome.trackingCode)
    if case .waitsUntil(let dateField, let timeField) = story.turn {
      try await moveClock(past: example.value(dateField), at: example.value(timeField))
    }
    try await issue(caseID)
    try await show(outcome)
    return outcome
  }

  private func acting<Result: Sendable>(
    as role: Role, _ body: @escaping @Sendable (MallClient) async throws -> Result
  ) async throws -> Result {
    try await MallClient.connected(to: address, credential: try data.loadCredential(role), body)
  }

  private func makeExample() async throws -> ExampleInput {
    let filled = try await acting(as: .citizen) { try await ApplicationDesk(client: $0).example(for: story.service) }
    let example = ExampleInput(content: filled.content, form: filled.form, channel: nil)
    let (values, attachments) = (filled.content.values.count, filled.content.attachments.count)
    progress.done(
      "Contoh permohonan dibuat: \(values) isian, \(attachments) lampiran",
      "An example application was made: \(values) fields, \(attachments) attachments")
    return example
  }

  /// A NIK, else a phone number, of the example's synthetic people.
  private func fact(in example: ExampleInput) throws -> String {
    for type in ["nik", "phone"] {
      if let value = example.content.values.first(where: { example.types[$0.field] == type && !$0.value.isEmpty }) {
        return value.value
      }
    }
    throw CommandFailure(
      .internal, "Contoh \(story.service) tidak memuat NIK atau telepon.",
      "The example of \(story.service) holds neither a NIK nor a phone number.")
  }

  private func lookUpTaxBill(object: String?, year: UInt32?) async throws {
    guard let object, let year else { return }
    let agency = try ServiceCode(story.service).agency.text
    let bill = try await acting(as: .citizen) {
      try await PaymentDesk(client: $0).bill(agency: agency, object: object, period: year)
    }
    let amount = Rupiah(bill.amountRupiah).text
    progress.done("Tagihan \(year) ditemukan: \(amount)", "The bill of \(year) was found: \(amount)")
  }

  private func apply(_ example: ExampleInput) async throws -> Wire.SubmitResponse {
    // The example goes the way that a person's input goes: through its JSON.
    let input = try ApplicationInput(example.json)
    let answer = try await acting(as: .citizen) {
      try await ApplicationDesk(client: $0).submit(
        input, service: story.service, key: RandomName.make(), folder: URL(filePath: "."))
    }
    progress.done("Diterima; kode lacak \(answer.trackingCode)", "Accepted; tracking code \(answer.trackingCode)")
    return answer
  }

  /// Follows the tracking code until the case is in one of the states.
  private func waitForState(_ states: Set<CaseState>, of code: String) async throws -> Wire.TrackResponse {
    try await acting(as: .citizen) { client in
      let deadline = ContinuousClock.now.advanced(by: Self.patience)
      while true {
        let track = try await client.call(
          .applicationTrack, Wire.TrackRequest(trackingCode: code), answering: Wire.TrackResponse.self)
        let state = CaseState(rawValue: track.state)
        if let state, states.contains(state) { return track }
        guard ContinuousClock.now < deadline, state?.isFinished != true else {
          let wanted = states.map(\.rawValue).sorted().joined(separator: ", ")
          throw CommandFailure(
            .failedPrecondition, "Permohonan masih \(track.state), bukan \(wanted).",
            "The application is \(track.state), not \(wanted).")
        }
        try await Task.sleep(for: Self.pollInterval)
      }
    }
  }

  private func decide(_ caseID: String) async throws {
    let agency = try ServiceCode(story.service).agency.text
    let (findings, decided) = try await acting(as: .officer) { client in
      let desk = CaseDesk(client: client, agency: agency, caseID: caseID)
      _ = try await desk.claim()
      let seen = try await desk.show()
      return (seen.findings, try await desk.approve(version: seen.summary?.version ?? 0))
    }
    progress.done(
      "Petugas mengambil berkas; \(findings.count) pemeriksaan", "An officer claimed the case; \(findings.count) checks"
    )
    let fee = Rupiah(decided.feeRupiah).text
    progress.done("Disetujui; biaya \(fee)", "Approved; fee \(fee)")
  }

  /// Pays the bill where there is one.
  private func pay(_ code: String) async throws {
    let track = try await waitForState([.approved, .waitingForPayment], of: code)
    guard track.state == CaseState.waitingForPayment.rawValue else { return }
    guard let bill = track.bill else {
      throw CommandFailure(
        .internal, "Menunggu pembayaran tanpa tagihan.", "Waiting for payment without a bill.")
    }
    let paid = try await acting(as: .bank) {
      try await PaymentDesk(client: $0).pay(
        code: bill.billingCode, amount: Rupiah(bill.amountRupiah), reference: RandomName.make())
    }
    let amount = Rupiah(paid.amountRupiah).text
    progress.done(
      "Dibayar lewat bank: kode bayar \(paid.billingCode), \(amount), NTPD \(paid.receiptNumber)",
      "Paid through the bank: billing code \(paid.billingCode), \(amount), receipt \(paid.receiptNumber)")
    _ = try await waitForState([.approved], of: code)
  }

  private func moveClock(past date: String?, at time: String?) async throws {
    guard let day = date.flatMap({ LocalDate($0) }) else {
      throw CommandFailure(
        .internal, "Contoh tidak memuat tanggal akad.", "The example holds no date of the contract.")
    }
    let target = MallInstant(jakarta: day, time.flatMap { LocalTime($0) } ?? .midnight).adding(Self.ceremony)
    let moved = try await acting(as: .operator) { client in
      let desk = ClockDesk(client: client)
      let now = MallInstant(milliseconds: try await desk.read().mallTimeMs)
      guard now < target else { return false }
      try await desk.set(to: target)
      return true
    }
    guard moved else { return }
    progress.done(
      "Jam mal digeser melewati masa pemberitahuan 10 hari kerja ke \(target.wallText), sesudah akad",
      "The mall's clock was moved through the notice of 10 working days to \(target.wallText), after the contract")
  }

  private func issue(_ caseID: String) async throws {
    let agency = try ServiceCode(story.service).agency.text
    let issued = try await acting(as: .officer) {
      try await CaseDesk(client: $0, agency: agency, caseID: caseID).issue()
    }
    let number = issued.output?.number ?? "-"
    progress.done("Diterbitkan dengan nomor \(number)", "Issued with the number \(number)")
  }

  /// The citizen fetches what was issued.
  private func show(_ outcome: DemonstrationStory.Outcome) async throws {
    _ = try await waitForState([.issued], of: outcome.trackingCode)
    let answer = try await acting(as: .citizen) { client in
      try await client.call(
        .documentFetch, Wire.FetchDocumentRequest(trackingCode: outcome.trackingCode, fact: outcome.fact),
        answering: Wire.FetchDocumentResponse.self)
    }
    guard let document = answer.document else {
      throw CommandFailure(.internal, "Dokumen tidak datang.", "The document didn't come.")
    }
    progress.done("Dokumen sampai di pemohon:", "The applicant has the document:")
    let sheet = DocumentSheet(document: document).text(in: progress.output.language)
    progress.write(sheet.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
  }
}

extension ExampleInput {
  func value(_ field: String) -> String? {
    content.values.first { $0.field == field }?.value
  }
}
