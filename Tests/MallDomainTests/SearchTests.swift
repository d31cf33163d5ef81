import Testing

@testable import MallDomain

@Suite struct SearchTests {
  private let index: CatalogueIndex

  init() throws {
    index = try CatalogueFiles.index()
  }

  private func best(_ text: String, _ count: Int = 3) -> [String] {
    index.search(text).prefix(count).map(\.code.text)
  }

  @Test(arguments: [
    ("KTP hilang", "disdukcapil.ktp-el-penggantian"), ("pajak bumi", "bapenda.pbb-pembayaran"),
    ("nikah", "kemenag.nikah-di-kua"), ("SIM", "polres.sim-baru"), ("  skck!! ", "polres.skck"),
    ("pasp", "imigrasi.paspor-baru"), ("akta kelahirna", "disdukcapil.akta-kelahiran"),
    ("posyadu", "dinkes.posyandu-pertumbuhan"), ("imunsiasi", "dinkes.imunisasi"),
    ("bagaimana cara membuat paspor", "imigrasi.paspor-baru"),
    ("KARTU TANDA PENDUDUK HILANG", "disdukcapil.ktp-el-penggantian"),
  ])
  func findsFirst(text: String, code: String) {
    #expect(best(text).first == code, "\(best(text))")
  }

  @Test func everyNameAndKeywordFindsItsService() throws {
    let services = try CatalogueFiles.agencies().flatMap(\.services)
    var missed: [String] = []
    for service in services {
      for text in [service.name.indonesian, service.name.english ?? ""]
      where !best(text).contains(service.code.text) {
        missed.append("\(text): \(service.code), found \(best(text))")
      }
    }
    #expect(missed.isEmpty, "\(missed.joined(separator: "\n"))")
  }

  @Test(arguments: ["", "   ", "?!", "xqzwv", "🙂🙂", "\u{0}\u{202E}", String(repeating: "a", count: 100_000)])
  func nonsenseFindsNothingAndHurtsNobody(text: String) {
    #expect(index.search(text).isEmpty)
  }

  @Test func stopWordsAloneAreStillRead() {
    #expect(!index.search("kb").isEmpty)
    #expect(index.search("saya mau").count <= index.documents.count)
  }

  @Test func theSameQueryGivesTheSameAnswer() throws {
    let other = CatalogueIndex(try CatalogueFiles.agencies().reversed())
    for text in ["pajak", "akta", "izin usaha", "bpjs", "surat"] {
      #expect(index.search(text) == other.search(text))
    }
  }

  @Test func hitsComeBestFirst() {
    let scores = index.search("pajak motor").map(\.score)
    #expect(scores == scores.sorted(by: >))
    #expect(scores.count > 1)
  }

  @Test(arguments: [
    ("menikah", "nikah"), ("pernikahan", "nikah"), ("dinikahkan", "nikah"), ("menyewa", "sewa"), ("memutus", "putus"),
    ("pengurangan", "kurang"), ("pembayaran", "bayar"), ("kelahiran", "lahir"), ("ktpnya", "ktp"),
    ("keluarganya", "keluarga"),
    ("berobat", "obat"), ("certificates", "certificate"), ("families", "family"),
  ])
  func stemsIncludeTheRoot(word: String, root: String) {
    let isShort = root.utf8.count < 4
    #expect(IndonesianStem.stems(of: word).contains(root) != isShort, "\(IndonesianStem.stems(of: word))")
  }

  @Test(arguments: ["ktp", "air", "sim", "2026", "skck"])
  func shortWordsAndNumbersHaveNoStems(word: String) {
    #expect(IndonesianStem.stems(of: word) == [])
  }

  @Test(arguments: [
    ("paspor", "paspor", 0), ("pasport", "paspor", 1), ("psapor", "paspor", 1), ("pasor", "paspor", 1),
    ("pazpor", "paspor", 1),
    ("pspr", "paspor", 2), ("", "ab", 2),
  ])
  func distancesCountLetters(left: String, right: String, distance: Int) {
    #expect(EditDistance.distance(Array(left.utf8), Array(right.utf8), limit: 2) == distance)
    #expect(EditDistance.distance(Array(right.utf8), Array(left.utf8), limit: 2) == distance)
  }

  @Test func distancesBeyondTheLimitAreNone() {
    #expect(EditDistance.distance(Array("paspor".utf8), Array("paspor baru".utf8), limit: 2) == nil)
    #expect(EditDistance.distance(Array("abcd".utf8), Array("wxyz".utf8), limit: 2) == nil)
  }
}
