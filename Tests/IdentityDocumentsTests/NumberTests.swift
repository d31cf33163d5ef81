import MallDomain
import MallStore
import Testing

@testable import IdentityDocuments

@Suite struct NumberTests {
  @Test func `I2: serials count up within area, day and sex, also past numbers of other offices`() async throws {
    try await IdentityWorld.run { world in
      let register = world.register
      let (area, born) = (try AreaCode("18.02.23"), try date("2026-03-03"))
      let numbers = try await world.database.write { transaction in
        var numbers: [String] = []
        for sex in [Sex.female, .female, .male] {
          numbers.append(try register.numbers.nextNIK(area: area, born: born, sex: sex, in: transaction).text)
        }
        try register.numbers.note(try NIK("1802234303260041"), in: transaction)
        try register.numbers.note(try NIK("1802234303260007"), in: transaction)
        numbers.append(try register.numbers.nextNIK(area: area, born: born, sex: .female, in: transaction).text)
        return numbers
      }
      #expect(numbers == ["1802234303260001", "1802234303260002", "1802230303260001", "1802234303260042"])
    }
  }

  @Test func `I2: past 9999 the register refuses and reports`() async throws {
    try await IdentityWorld.run { world in
      let register = world.register
      let refusal = await #expect(throws: Refusal.self) {
        try await world.database.write { transaction in
          try register.numbers.note(try NIK("1802234303269999"), in: transaction)
          _ = try register.numbers.nextNIK(
            area: try AreaCode("18.02.23"), born: try date("2026-03-03"), sex: .female, in: transaction)
        }
      }
      #expect(refusal?.code == .resourceExhausted)
    }
  }

  @Test func `What an undone step took, the next one gets`() async throws {
    try await IdentityWorld.run { world in
      let file = try world.file("akta-kelahiran", of: try await world.household())
      let office = world.office
      await #expect(throws: CancellationError.self) {
        try await world.database.write { transaction in
          _ = try office.issue(file, in: transaction)
          throw CancellationError()
        }
      }
      let document = try await world.issue(file)
      #expect(document.number == "1802-LU-23112026-0001")
      #expect(document["nik"]?.hasSuffix("0001") == true)
    }
  }
}
