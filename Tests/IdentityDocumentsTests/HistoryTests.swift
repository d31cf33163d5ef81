import AgencyKit
import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

/// Every past state can be asked for, as it held and as it was known.
@Suite struct HistoryTests {
  @Test func `A family card as it stood before and after a late report of a death`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let (father, card) = (try household.nik(.father), try #require(household[.father]?.familyCard))
      let before = try await world.members(with: father).members.map(\.nik)
      let died = world.today.adding(days: -10)
      try await world.issue(
        world.file(
          "akta-kematian", of: household,
          [
            "nik-almarhum": father.text, "nik-pelapor": try household.nik(.mother).text,
            "tgl-meninggal": died.description,
          ]))
      // As held by what is known now: the father is on the card up to the day before his death.
      let lived = try #require(try await world.card(card, at: RecordMoment(day: died.adding(days: -1))))
      #expect(lived.members.map(\.nik) == before && lived.members[0].relation == .head)
      #expect(lived.members[0].resident.state == .active)
      let dead = try #require(try await world.card(card, at: RecordMoment(day: died)))
      #expect(dead.members.map(\.nik) == before.filter { $0 != father } && !dead.isClosed)
      #expect(dead.members.first { $0.nik == (try? household.nik(.mother)) }?.resident.maritalStatus == .widowed)
      // As the register showed it a moment before the report.
      let shown = RecordMoment(
        day: world.today, recordedBy: MallInstant(milliseconds: world.now.milliseconds - 1))
      #expect(try await world.card(card, at: shown) == nil)
      // Today the family goes on under a new number, and the old card is closed and empty.
      let closed = try #require(try await world.card(card, at: RecordMoment(day: world.today)))
      #expect(closed.isClosed && closed.members.isEmpty)
      // Nobody opened it before it was registered.
      #expect(try await world.card(card, at: RecordMoment(day: closed.card.registered.adding(days: -1))) == nil)
    }
  }

  @Test func `What was recorded later doesn't show in what was known earlier`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let (son, register, now) = (try household.nik(.son), world.register, world.now)
      let name = try #require(household[.son]?.name)
      let later = RegisterAct(kind: .correction, at: now.adding(.seconds(86_400)), officer: "siti")
      let birth = try await world.resident(son).birthDate
      try await world.database.write { transaction in
        // A job since today, then a name that was wrong from the beginning.
        let change = RegisterAct(kind: .dataChange, at: now.adding(.seconds(60)), officer: "siti")
        try register.change(son, change, in: transaction) { $0.occupation = "Guru" }
        try register.change(son, later.effective(birth), in: transaction) { $0.name = "Nama Yang Benar" }
      }
      let year = world.today.adding(days: -365)
      func known(_ day: LocalDate, by time: MallInstant?) async throws -> [String] {
        let resident = try await world.resident(son, at: RecordMoment(day: day, recordedBy: time))
        return [resident?.name ?? "", resident?.occupation ?? ""]
      }
      let former = try await world.resident(son, at: RecordMoment(day: year))?.occupation ?? ""
      #expect(try await known(world.today, by: nil) == ["Nama Yang Benar", "Guru"])
      #expect(try await known(year, by: nil) == ["Nama Yang Benar", former])
      #expect(try await known(world.today, by: now.adding(.seconds(60))) == [name, "Guru"])
      #expect(try await known(world.today, by: now) == [name, former])
      #expect(try await known(birth.adding(days: -1), by: nil) == ["", ""])
      #expect(try await world.resident(son).name == "Nama Yang Benar")
    }
  }

  @Test func `Merged records keep both histories, and one of them goes on`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      let (son, seventeen, register) = (try household.nik(.son), try household.nik(.seventeen), world.register)
      let act = RegisterAct(kind: .merge, at: world.now, officer: "siti")
      let before = try await world.entries(about: seventeen).count
      try await world.database.write { try register.merge(seventeen, into: son, act, in: $0) }
      #expect(try await world.resident(seventeen).state == .merged)
      #expect(try await world.database.read { try register.current(seventeen, in: $0)?.nik } == son)
      #expect(try await world.entries(about: seventeen).count > before)
      #expect(try await world.entries(about: son).contains { $0.act.kind == .merge })
      #expect(try await world.database.read { try register.familyCards.card(of: seventeen, in: $0) } == nil)
      await #expect(throws: Refusal.self) {
        try await world.database.write { try register.merge(seventeen, into: son, act, in: $0) }
      }
      // The merged number isn't served; questions about it are answered from the record that goes on.
      let file = try world.file("ktp-el-baru", of: household)
      #expect(try await world.blocking(file).contains { $0.rule == "I2" })
      #expect(try await world.ask(.isAlive, seventeen).verdict == .yes)
    }
  }
}

@Suite struct ReplayTests {
  @Test func `The journal alone makes the register, after every service`() async throws {
    try await IdentityWorld.run { world in
      for service in world.agency.services {
        try await world.issue(world.file(service, world.example(service)))
      }
      let contents = try await world.contents()
      #expect(contents.rows.count > 500)
      #expect(try await world.replayed() == contents)
    }
  }

  @Test func `A register from before the journal opens with entries for all that it holds`() async throws {
    try await IdentityWorld.run { world in
      let household = try await world.household()
      for slug in ["akta-kelahiran", "akta-kematian", "akta-perceraian", "kk-perubahan", "pindah-dalam-daerah"] {
        try await world.issue(world.file(slug, of: household))
      }
      let before = try await world.contents()
      try await world.forgetJournal()
      let sealer = world.sealer
      for _ in 1...2 {
        try await world.database.write { transaction in
          try OpeningEntries(sealer: sealer).write(in: transaction)
          try ResidentIndex(sealer: sealer).fill(in: transaction)
        }
      }
      let entries = try await world.entries(about: household.nik(.son))
      #expect(entries.map(\.event.name).contains("resident-changed"))
      #expect(entries.contains { $0.act.caseID != nil && $0.act.officer == "siti" })
      let (opened, replayed) = (try await world.contents(), try await world.replayed())
      #expect(opened.rows.count == before.rows.count)
      #expect(replayed.withoutTimes == opened.withoutTimes)
    }
  }
}

extension RegisterContents {
  /// Old rows kept a certificate's day, not its instant.
  fileprivate var withoutTimes: Set<String> {
    Set(rows.map { $0.replacing(/changed_at=\S+/, with: "") })
  }
}

extension IdentityWorld {
  func entries(about nik: NIK) async throws -> [RegisterEntry] {
    let history = RegisterHistory(register)
    return try await database.read { try history.entries(about: nik, in: $0) }
  }

  func card(_ number: FamilyCardNumber, at moment: RecordMoment) async throws -> PastFamilyCard? {
    let history = RegisterHistory(register)
    return try await database.read { try history.familyCard(number, at: moment, in: $0) }
  }

  func resident(_ nik: NIK, at moment: RecordMoment) async throws -> Resident? {
    let history = RegisterHistory(register)
    return try await database.read { try history.resident(nik, at: moment, in: $0) }
  }

  /// Leaves the file as a program without a journal would have written it.
  fileprivate func forgetJournal() async throws {
    let (register, sealer) = (register, sealer)
    try await database.write { transaction in
      var residents: [NIK: (resident: Resident, version: Int)] = [:]
      for entry in try register.journal.entries(after: 0, limit: .max, in: transaction) {
        let resident: Resident
        switch entry.event {
        case .residentEntered(let entered): resident = entered
        case .residentChanged(let nik, let changes):
          resident = try #require(residents[nik]).resident.applying(changes)
        default: continue
        }
        let version = (residents[resident.nik]?.version ?? 0) + 1
        residents[resident.nik] = (resident, version)
        let key = sealer.key(of: resident.nik)
        try transaction.execute(
          """
          INSERT INTO resident_changes (nik_hash, version, kind, at, officer, case_id, record)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
          [
            .blob(key), SQLValue(version), SQLValue(entry.act.kind), SQLValue(entry.act.at),
            SQLValue(entry.act.officer), SQLValue(entry.act.caseID),
            try sealer.sealed(resident, in: "resident_changes/\(version)", row: key),
          ])
      }
      try transaction.execute("DELETE FROM register_events")
      try transaction.execute("UPDATE residents SET entry = NULL")
      // Such a file is older than the index of names, too.
      try transaction.execute("DELETE FROM resident_keys")
    }
  }
}
