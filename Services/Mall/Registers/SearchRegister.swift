import ArgumentParser
import MallDomain
import MallWire

struct SearchRegister: MallSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Finds records by a name, also one written a little otherwise, or by a number typed at the prompt.",
    discussion: """
      Numbers of persons are shown masked; mall register history opens a record.
      A NIK or a family card number isn't given on the command line, where other people of
      the machine could read it: give - and type it, or pipe it in.
      """)

  @Argument(help: "The name, or - to read a name or a number from standard input.")
  var text: [String]

  @Option(help: "The agency whose register is searched, such as disdukcapil or kemenag.")
  var agency: String

  @Option(help: "Only people born on this day (YYYY-MM-DD), or on one that a slip of the pen makes of it.")
  var born: String = ""

  @Option(help: "Show so many records at most (1 to 100).")
  var limit: UInt32 = 20

  @OptionGroup var connection: ConnectionOptions
  @OptionGroup var output: OutputOptions

  func perform() async throws {
    let wanted = text == ["-"] ? (readLine(strippingNewline: true) ?? "") : text.joined(separator: " ")
    let answer = try await connection.connected(as: .officer) { client in
      try await client.call(
        .registerSearch,
        Wire.SearchRegisterRequest(agency: agency, text: wanted, born: born, limit: limit),
        target: agency, answering: Wire.SearchRegisterResponse.self)
    }
    output.show(FoundList(answer: answer))
  }
}

private struct FoundList: Report {
  var answer: Wire.SearchRegisterResponse

  var json: JSONValue {
    .object([
      "records": .array(
        answer.records.map { record in
          .object([
            "record": .string(record.record), "number": .string(record.number), "title": .string(record.title),
            "details": .string(record.details), "state": .string(record.state),
            "likeness_percent": .integer(record.likenessPercent),
          ])
        }),
      "more": .boolean(answer.more),
    ])
  }

  func text(in language: Language) -> String {
    guard !answer.records.isEmpty else {
      return language("Tidak ada rekam yang cocok.", "No record matches.")
    }
    let table = Table(
      [
        .init(language("Rekam", "Record")), .init(language("Nomor", "Number")),
        .init(language("Nama", "Name"), wraps: true), .init(language("Keterangan", "Details"), wraps: true),
        .init(language("Keadaan", "State")), .init("%", alignment: .right),
      ],
      rows: answer.records.map {
        [$0.record, $0.number, $0.title, $0.details, $0.state, String($0.likenessPercent)]
      })
    let more = language(
      "Masih ada yang lain: tambahkan kata nama atau tanggal lahir.", "There are more: add a word or the day of birth.")
    return table.text() + (answer.more ? "\n\n" + more : "")
  }
}
