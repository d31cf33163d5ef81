import Testing

@testable import Mall

@Suite("Tables")
struct TableTests {
  @Test("Columns are aligned, numbers to the right")
  func alignment() {
    let table = Table([.init("Kode"), .init("Jumlah", alignment: .right)], rows: [["a", "5"], ["abcdef", "1200"]])
    #expect(
      table.text() == """
        Kode    Jumlah
        ──────  ──────
        a            5
        abcdef    1200
        """)
  }

  @Test("A table that is too wide wraps at words and loses none", arguments: [40, 60, 100])
  func wrapping(width: Int) {
    let words = (1...30).map { "kata\($0)" }
    let table = Table(
      [.init("Kode"), .init("Nama", wraps: true), .init("Uraian", wraps: true)],
      rows: [["disdukcapil", words.joined(separator: " "), "pendek"]])
    let lines = table.text(width: width).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= width })
    let shown = Set(lines.flatMap { $0.split(separator: " ").map(String.init) })
    #expect(shown.isSuperset(of: words + ["disdukcapil", "pendek"]))
  }

  @Test("A word longer than its column is torn, not dropped")
  func longWords() {
    #expect(
      TextWrapping.lines(of: "ab " + String(repeating: "x", count: 25), width: 10) == [
        "ab", "xxxxxxxxxx", "xxxxxxxxxx", "xxxxx",
      ])
    #expect(TextWrapping.lines(of: "", width: 10) == [""])
    #expect(TextWrapping.lines(of: "a\nb c", width: 10) == ["a", "b c"])
  }

  @Test("A sheet aligns the labels of a section and leaves out what is empty")
  func sheet() {
    var sheet = Sheet("Judul")
    sheet.add("Kode", "x.y")
    sheet.add("Kosong", "")
    sheet.section("Bagian")
    sheet.add("Panjang", "satu dua")
    #expect(
      sheet.text() == """
        Judul
        ═════
        Kode  x.y

        Bagian
        ──────
        Panjang  satu dua
        """)
  }
}
