import Yams

/// One agency's part of the catalogue as YAML: the format of `deploy/catalogue`, described in its README.
///
/// Reading never stops at the first mistake: whoever edits a file sees all at once, each with file, line and field.
package enum CatalogueFile {
  /// Reads one file.
  ///
  /// - Parameter file: its name, for the errors; the agency's id is the name without `.yaml`.
  package static func parse(_ yaml: String, file: String) throws(CatalogueErrors) -> Agency {
    let reading = read(yaml, file: file)
    guard let agency = reading.agency, reading.report.errors.isEmpty else { throw reading.report.result }
    return agency
  }

  /// Reads all files of a catalogue and checks what one says about another (`CatalogueCheck`).
  package static func parse(_ files: [(file: String, yaml: String)]) throws(CatalogueErrors) -> [Agency] {
    let readings = files.map { read($0.yaml, file: $0.file) }
    let broken = readings.flatMap(\.report.result.errors)
    guard broken.isEmpty else { throw CatalogueErrors(broken) }
    let agencies = readings.compactMap(\.agency)
    let reports = Dictionary(zip(agencies.map(\.id), readings.map(\.report)), uniquingKeysWith: { first, _ in first })
    let errors = CatalogueCheck.check(agencies).map { finding in
      reports[finding.agency]?.error(finding.issue)
        ?? CatalogueError(file: "\(finding.agency).yaml", line: 1, field: finding.issue.field, text: finding.issue.text)
    }
    guard errors.isEmpty else { throw CatalogueErrors(errors) }
    return agencies
  }

  /// The agency is nil where the file has no mapping or no id; with errors in the report it is for checks only.
  private static func read(_ yaml: String, file: String) -> (agency: Agency?, report: ReadingReport) {
    let report = ReadingReport(file: file)
    guard let root = compose(yaml, report) else { return (nil, report) }
    let agency = AgencyReader(report: report).agency(root)
    if let agency, "\(agency.id).yaml" != file {
      report.add("id", "must be the file's name without .yaml")
    }
    for issue in agency.map(AgencyCheck.issues) ?? [] {
      let error = report.error(issue)
      if !report.covers(error.field) { report.add(error.field, error.text) }
    }
    return (agency, report)
  }

  static func compose(_ yaml: String, _ report: ReadingReport) -> Node? {
    guard yaml.utf8.count <= CatalogueLimits.fileBytes else {
      report.add("", "larger than \(CatalogueLimits.fileBytes) bytes")
      return nil
    }
    if let line = lineTooDeep(yaml) {
      report.add("", "lists and mappings nest deeper than \(CatalogueLimits.nesting)", line: line)
      return nil
    }
    do {
      guard let root = try Yams.compose(yaml: yaml) else {
        report.add("", "the file is empty")
        return nil
      }
      return root
    } catch let error as YamlError {
      let (line, text) = YAMLFault.lineAndText(of: error)
      report.add("", text, line: line)
    } catch {
      report.add("", "no YAML: \(error)")
    }
    return nil
  }

  /// The first line that opens too many levels: by its indentation with list dashes, or by brackets not yet closed.
  ///
  /// Brackets in texts count too, which no honest file notices.
  private static func lineTooDeep(_ yaml: String) -> Int? {
    var brackets = 0
    for (number, line) in yaml.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
    {
      let lead = line.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "?") }
      for byte in line {
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
        default: break
        }
        if brackets > CatalogueLimits.nesting { return number + 1 }
      }
      if lead.count > 2 * CatalogueLimits.nesting { return number + 1 }
    }
    return nil
  }
}

/// What the YAML library has against a text, in one line.
private enum YAMLFault {
  static func lineAndText(of error: YamlError) -> (line: Int, text: String) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (mark.line, "no YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      (context.mark.line, "the same key twice: \(duplicates.sorted().joined(separator: ", "))")
    case .reader(let problem, _, _, _):
      (1, "no YAML: \(problem)")
    default:
      (1, "no YAML")
    }
  }
}
