/// Gives every member of every household a NIK of its own, and every household a family card number of its own,
/// without looking at any other household.
///
/// A serial tells the household up to a modulus, and the member; the sub-district tells it up to another. Both have no
/// common divisor, so together they tell apart the households of one round. Households of different rounds differ in
/// the remainder of the day of birth modulo 32. Real registers count serials upward (rule I2); that cannot be done
/// without knowing all others.
struct SerialScheme: Sendable {
  /// Serials of the population end here; example households take theirs from above.
  static let highestSerial = 4_999
  static let membersOfHousehold = 12
  private static let residues = 32

  let seed: UInt64
  let subdistricts: Int
  private let personModulus: Int
  private let cardModulus: Int

  init(seed: UInt64, subdistricts: Int) {
    self.seed = seed
    self.subdistricts = max(1, subdistricts)
    personModulus = SerialScheme.coprime(
      to: self.subdistricts, atMost: SerialScheme.highestSerial / SerialScheme.membersOfHousehold)
    cardModulus = SerialScheme.coprime(to: self.subdistricts, atMost: SerialScheme.highestSerial)
  }

  /// Households that can be told apart: some 370,000 with the district's 28 sub-districts.
  var households: Int {
    personModulus * subdistricts * SerialScheme.residues
  }

  /// Which sub-district a household lives in. Neighbouring indices spread over all of them.
  func subdistrict(household: Int) -> Int {
    household % subdistricts
  }

  func serial(household: Int, member: Int) -> Int {
    1 + household % personModulus * SerialScheme.membersOfHousehold + member
  }

  func cardSerial(household: Int) -> Int {
    1 + household % cardModulus
  }

  /// The wished day of birth or one at most 31 days earlier that no person with the same serial and sub-district has.
  func birth(_ wished: LocalDate, household: Int, member: Int) -> LocalDate {
    settle(wished, household: household, modulus: personModulus, salt: UInt64(member) + 1)
  }

  /// The wished day of registration or one at most 31 days earlier.
  func cardDate(_ wished: LocalDate, household: Int) -> LocalDate {
    settle(wished, household: household, modulus: cardModulus, salt: 0)
  }

  private func settle(_ wished: LocalDate, household: Int, modulus: Int, salt: UInt64) -> LocalDate {
    let (round, place) = household.quotientAndRemainder(dividingBy: modulus * subdistricts)
    let mixed = SeededGenerator.mix(seed ^ SeededGenerator.mix(UInt64(place) << 8 | salt))
    let target = (round + Int(mixed % UInt64(SerialScheme.residues))) % SerialScheme.residues
    let distance = (wished.dayNumber - target) % SerialScheme.residues
    return wished.adding(days: -(distance < 0 ? distance + SerialScheme.residues : distance))
  }

  private static func coprime(to number: Int, atMost limit: Int) -> Int {
    var candidate = limit
    while greatestCommonDivisor(candidate, number) != 1 { candidate -= 1 }
    return candidate
  }

  private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
    right == 0 ? left : greatestCommonDivisor(right, left % right)
  }
}
