import Testing

@testable import MallDomain

@Suite struct BillingCodeTests {
  @Test func `Vectors of rule T6`() throws {
    for row in try TestData.vectors("billing_code", columns: ["code", "valid"]) {
      #expect(((try? BillingCode(row[0])) != nil) == (row[1] == "true"), "\(row)")
    }
  }

  @Test func `Parts give the code and the code its parts`() throws {
    for kind in BillingCode.Kind.allCases {
      let made = try #require(BillingCode(kind: kind, year: 2026, serial: 123_456))
      let read = try BillingCode(made.text)
      #expect(read == made)
      #expect((read.kind, read.shortYear, read.serial) == (kind, 26, 123_456))
    }
    #expect(BillingCode(kind: .ruralAndUrbanProperty, year: 2026, serial: 1)?.text == "180201260000019")
    #expect(BillingCode.Kind.allCases.filter { !$0.isTax } == [.mallServiceFee])
  }

  @Test func `Serial 000000 and unknown types are refused with a right check digit too`() throws {
    for body in ["18020126000000", "18020326000001", "18029126000001"] {
      let code = body + String(Luhn.checkDigit(of: body.utf8))
      #expect(Luhn.isValid(Array(code.utf8)))
      #expect(throws: InvalidIdentifier.self) { try BillingCode(code) }
    }
    #expect(BillingCode(kind: .hotel, year: 2026, serial: 0) == nil)
    #expect(BillingCode(kind: .hotel, year: 2026, serial: 1_000_000) == nil)
  }
}

@Suite struct TrackingCodeTests {
  private func codes(_ count: Int) -> [TrackingCode] {
    var random = SeededGenerator(seed: 7)
    return (0..<count).map { _ in TrackingCode.make(using: &random) }
  }

  @Test func `A code reads back, however it is written`() throws {
    for code in codes(200) {
      #expect(code.text.count == 22)
      #expect(try TrackingCode(code.text) == code)
      #expect(try TrackingCode(code.canonical) == code)
      let sloppy = code.text.lowercased().map { character -> String in
        switch character {
        case "0": "o"
        case "1": "l"
        case "-": " "
        default: String(character)
        }
      }.joined()
      #expect(try TrackingCode(sloppy) == code)
    }
  }

  @Test func `Any one wrong digit is noticed`() {
    for code in codes(20) {
      let digits = Array(code.canonical.utf8)
      for index in digits.indices {
        for other in Crockford.alphabet where other != digits[index] {
          var wrong = digits
          wrong[index] = other
          #expect(throws: InvalidIdentifier.self) { try TrackingCode(String(decoding: wrong, as: UTF8.self)) }
        }
      }
    }
  }

  @Test func `Any two neighbours swapped are noticed`() {
    for code in codes(500) {
      let digits = Array(code.canonical.utf8)
      for index in digits.indices.dropLast() where digits[index] != digits[index + 1] {
        var wrong = digits
        wrong.swapAt(index, index + 1)
        #expect(throws: InvalidIdentifier.self) { try TrackingCode(String(decoding: wrong, as: UTF8.self)) }
      }
    }
  }

  @Test(arguments: ["", "-", "0000-0000-0000-0000-0", "0000-0000-0000-0000-000", "UUUU-0000-0000-0000-00", "é"])
  func `What is no code is refused`(text: String) {
    #expect(throws: InvalidIdentifier.self) { try TrackingCode(text) }
  }

  @Test func `The description doesn't give the code away`() throws {
    let code = try TrackingCode("0000-0000-0000-0000-00")
    #expect("\(code)" == "00**-****-****-****-**")
    #expect(!String(reflecting: code).contains(code.canonical))
  }
}

@Suite struct PhoneNumberTests {
  @Test(arguments: [
    ("0812-3456-7890", "+6281234567890"), ("+62 812 3456 7890", "+6281234567890"), ("6281234567890", "+6281234567890"),
    ("(021) 555-0123", "0215550123"), ("0725 529123", "0725529123"), ("0812345678", "+62812345678"),
    ("0812345678901", "+62812345678901"), ("+62 21 5550123", "0215550123"),
  ])
  func `Numbers are stored in one form`(typed: String, stored: String) throws {
    let phone = try #require(PhoneNumber(typed))
    #expect(phone.text == stored)
    #expect(PhoneNumber(stored)?.text == stored)
  }

  @Test(arguments: ["12345", "", "081234567", "08123456789012", "08123456789a", "+1 202 555 0100", "0012345678", "+62"])
  func `What is no number is refused`(typed: String) {
    #expect(PhoneNumber(typed) == nil)
  }
}

@Suite struct MaskingTests {
  @Test func `Rule M12`() throws {
    #expect(Masking.populationNumber("1802071708950003") == "1802********0003")
    #expect(Masking.phone(try #require(PhoneNumber("0812345678789"))) == "0812******789")
    #expect(Masking.phone(try #require(PhoneNumber("+62 812 3456 7789"))) == "0812*****789")
    #expect(Masking.email("siti@example.go.id") == "s***@example.go.id")
    #expect(Masking.name("Siti Aminah") == "S*** A***")
    #expect(Masking.name("Siti") == "S***")
    #expect(Masking.populationNumber("1802") == "****")
    #expect(Masking.email("none") == "***")
  }
}

@Suite struct IdentifierTests {
  @Test(arguments: ["disdukcapil.akta-kelahiran", "kpp-pratama.npwp", "a.b1"])
  func `Service codes`(text: String) throws {
    let code = try ServiceCode(text)
    #expect(code.text == text)
    #expect(text.hasPrefix(code.agency.text + "."))
  }

  @Test(arguments: [
    "", ".", "a", "a.", ".b", "a.b.c", "A.b", "a-.b", "-a.b", "a--b.c", "a b.c", "a.b\n", "ä.b",
    "a." + String(repeating: "b", count: 100),
  ])
  func `What is no service code is refused`(text: String) {
    #expect(throws: InvalidIdentifier.self) { try ServiceCode(text) }
  }

  @Test func `Case ids sort by time and read back`() throws {
    var random = SeededGenerator(seed: 3)
    let ids = (0..<100).map { CaseID.make(at: MallInstant(milliseconds: 1_790_000_000_000 + $0), using: &random) }
    #expect(ids == ids.sorted())
    for (index, id) in ids.enumerated() {
      #expect(id.text.count == 26)
      #expect(try CaseID(id.text) == id)
      #expect(id.madeAt.milliseconds == 1_790_000_000_000 + Int64(index))
    }
    #expect(Set(ids.map { $0.text.suffix(16) }).count == 100)
    for text in ["", "8" + String(repeating: "0", count: 25), String(repeating: "U", count: 26)] {
      #expect(throws: InvalidIdentifier.self) { try CaseID(text) }
    }
  }
}
