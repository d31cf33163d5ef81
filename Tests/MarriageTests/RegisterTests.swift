import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import Marriage

/// The register as a book: entries with numbers, notes beside them, and ways to find them.
@Suite struct RegisterTests {
  private func marriage(_ contract: String, groom: String = "Ahmad Fauzi", bride: String = "Siti Aminah") throws
    -> Marriage
  {
    Marriage(
      groom: try NIK("1802071708950003"), bride: try NIK("1802044512030001"), groomName: groom, brideName: bride,
      contract: try date(contract), witnesses: [])
  }

  @Test func `Numbers have no gaps by office and year, also when many record at once and some give up`() async throws {
    try await MarriageWorld.run { world in
      let (register, now) = (world.register, world.now)
      let office = try #require(KUAOffice("Kota Gajah", areas: world.areas))
      let entry = try marriage("2026-11-20")
      let numbers = try await withThrowingTaskGroup(of: String?.self) { group in
        for turn in 0..<40 {
          group.addTask {
            do {
              return try await world.database.write { transaction in
                let number = try register.record(
                  entry, office: office, caseID: CaseID.make(at: now), officer: "siti", at: now,
                  in: transaction)
                if turn.isMultiple(of: 4) { throw CancellationError() }
                return number
              }
            } catch is CancellationError {
              return nil
            }
          }
        }
        return try await group.reduce(into: [String]()) { numbers, number in number.map { numbers.append($0) } }
      }
      let serials = numbers.map { Int($0.prefix(4)) }
      #expect(Set(serials) == Set((1...30).map { Int?($0) }) && serials.count == 30)
      let other = try #require(KUAOffice("Kalirejo", areas: world.areas))
      let (elsewhere, nextYear) = try await world.database.write { transaction in
        let elsewhere = try register.record(
          entry, office: other, caseID: CaseID.make(at: now), officer: nil, at: now,
          in: transaction)
        let nextYear = try register.record(
          try marriage("2027-01-02"), office: office, caseID: CaseID.make(at: now), officer: nil,
          at: now, in: transaction)
        return (elsewhere, nextYear)
      }
      #expect(elsewhere == "0001/18.02.01/XI/2026" && nextYear == "0001/18.02.23/I/2027")
    }
  }

  @Test func `An entry stays as it was written; its past states can be asked for`() async throws {
    try await MarriageWorld.run { world in
      let (register, start) = (world.register, world.now)
      let key = MarriageKey(office: "18.02.23", number: "12/3/1998")
      let entry = try marriage("1998-03-02")
      func write(_ kind: MarriageNote.Kind, _ day: String, hours: Int, _ content: MarriageNote.Content = .init())
        async throws
      {
        let note = MarriageNote(kind: kind, effective: try date(day), content: content)
        try await world.database.write { transaction in
          try register.write(
            note, beside: key, caseID: nil, officer: "siti", at: start.adding(.seconds(hours * 3_600)), in: transaction)
        }
      }
      try await world.database.write { try register.takeOver(entry, key, at: start, in: $0) }
      #expect(try await world.database.write { try register.takeOver(entry, key, at: start, in: $0) } == false)
      try await write(.divorce, "2026-11-01", hours: 1, .init(document: "117/AC/2026", divorce: .firstTalak))
      try await write(.reconciliation, "2026-11-20", hours: 2, .init(document: "0001/R/18.02.23/2026"))
      try await write(
        .correction, "2026-11-23", hours: 3, .init(element: "nama-istri", before: "Siti Aminah", after: "Sitti Aminah"))
      let history = try #require(try await world.database.read { try register.history(of: key, in: $0) })
      #expect(history.marriage == entry && history.notes.map(\.position) == [1, 2, 3])
      #expect(history.notes.map(\.note.kind) == [.divorce, .reconciliation, .correction])
      func isUndissolved(_ seconds: Int) -> Bool? {
        history.standing(at: start.adding(.seconds(seconds)))?.isUndissolved
      }
      #expect(isUndissolved(-1) == nil && isUndissolved(0) == true)
      #expect(isUndissolved(3_600) == false && isUndissolved(7_200) == true)
      #expect(history.standing()?.reconciliations == 1)
      #expect(history.corrected("nama-istri") == "Sitti Aminah" && history.marriage.brideName == "Siti Aminah")
      #expect(history.bookFields().contains(IssuedDocument.Field("nama-istri", "Sitti Aminah")))
    }
  }

  @Test func `Officers find entries by number, NIK and name, in old spelling and new`() async throws {
    try await MarriageWorld.run { world in
      let (register, now) = (world.register, world.now)
      let names = [
        ("Soekardjo", "Soetijem Rahayoe"), ("Moh. Tjahjono", "Djoewita"), ("Ahmad Fauzi", "Siti Aminah"),
        ("Bambang Wijaya", "Rina Marlina"),
      ]
      for (index, pair) in names.enumerated() {
        let entry = try marriage("1998-03-02", groom: pair.0, bride: pair.1)
        let key = MarriageKey(office: "18.02.23", number: "\(index + 1)/1998")
        try await world.database.write { try register.takeOver(entry, key, at: now, in: $0) }
      }
      func found(_ text: String) async throws -> [String] {
        try await world.database.read { try register.search(text, limit: 10, in: $0).map(\.history.key.number) }
      }
      #expect(try await found("2/1998") == ["2/1998"])
      #expect(try await found("1802044512030001").count == 4)
      #expect(try await found("Sukarjo") == ["1/1998"])
      #expect(try await found("muhammad cahyono") == ["2/1998"])
      #expect(try await found("Juwita") == ["2/1998"])
      #expect(try await found("Siti Aminnah").first == "3/1998")
      #expect(try await found("Zulkifli") == [])
      #expect(try await found("") == [])
    }
  }

  @Test func `Deaths, the court's divorces and corrected names are noted once`() async throws {
    try await MarriageWorld.run { world in
      let (register, now) = (world.register, world.now)
      let key = MarriageKey(office: "18.02.23", number: "1/1998")
      let entry = try marriage("1998-03-02")
      let (groom, bride) = (try #require(entry.groom), try #require(entry.bride))
      try await world.database.write { try register.takeOver(entry, key, at: now, in: $0) }
      func receive(_ kind: LifeEventKind, _ persons: [String: NIK], _ values: [String: String]) async throws -> Int {
        let event = LifeEvent(
          id: "\(kind.rawValue)/1", kind: kind, agency: try AgencyID("disdukcapil"), caseID: nil, at: now,
          persons: persons, values: values)
        return try await world.database.write { try ReceivedEvents(register: register).receive(event, in: $0) }
      }
      #expect(try await receive(.nameCorrected, ["person": bride], ["name": "Siti Khadijah"]) == 1)
      #expect(try await receive(.nameCorrected, ["person": bride], ["name": "Siti Khadijah"]) == 0)
      let renamed = try await world.database.read { try register.search("Siti Khadijah", limit: 1, in: $0) }
      #expect(renamed.map(\.history.key) == [key])
      let divorce = ["on": "2026-11-01", "number": "117/AC/2026", "kind": "talak-1"]
      #expect(try await receive(.divorceRecorded, ["groom": groom, "bride": bride], divorce) == 1)
      #expect(try await receive(.divorceRecorded, ["groom": groom, "bride": bride], divorce) == 0)
      // Who is divorced leaves no widow.
      #expect(try await receive(.deathRegistered, ["deceased": groom], ["died-on": "2026-11-20"]) == 0)
      let standing = try await world.database.read { try register.marriages(of: bride, in: $0) }
      #expect(standing.first?.ending == .divorce && standing.first?.divorce == .firstTalak)
      await #expect(throws: Refusal.self) { try await receive(.deathRegistered, [:], [:]) }
    }
  }
}
