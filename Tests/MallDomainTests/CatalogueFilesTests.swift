import Testing

@testable import MallDomain

/// The catalogue that ships.
@Suite struct CatalogueFilesTests {
  @Test func allTwentyNineAgenciesLoadWithTheirServices() throws {
    let agencies = try CatalogueFiles.agencies()
    #expect(agencies.count == 29)
    #expect(agencies.count { $0.kind == .district } == 12)
    #expect(agencies.count { $0.kind == .vertical } == 17)
    #expect(agencies.flatMap(\.services).count == 161)
    #expect(CatalogueCheck.check(agencies) == [])
  }

  @Test func theCoreDomainsAreServedByTheirAgencies() throws {
    let byDomain = Dictionary(grouping: try CatalogueFiles.agencies(), by: \.domain).mapValues {
      Set($0.map(\.id.text))
    }
    #expect(byDomain[.identity] == ["disdukcapil"])
    #expect(byDomain[.health] == ["dinkes", "rsud"])
    #expect(byDomain[.tax] == ["bapenda"])
    #expect(byDomain[.marriage] == ["kemenag"])
    #expect(byDomain[.general]?.count == 24)
  }

  @Test func everyServiceSaysWhoseItIsAndHowToFindIt() throws {
    for service in try CatalogueFiles.agencies().flatMap(\.services) {
      let fields = service.form.filter { $0.type == .nik }.map(\.id)
      #expect(service.subjects.map(\.field) == fields, "\(service.code)")
      #expect(service.keywords.count >= 3, "\(service.code)")
      #expect(service.steps.allSatisfy { $0.english != nil }, "\(service.code)")
      #expect(service.complaints.procedure.english != nil, "\(service.code)")
    }
  }

  @Test func everyOptionHasAWordInEnglishOrNeedsNone() throws {
    let missing = try CatalogueFiles.agencies().flatMap(\.services).flatMap(\.form).flatMap(\.options)
      .filter { $0.label.english == nil }.map(\.value)
    #expect(Set(missing) == ["A", "B", "AB", "O"], "blood groups are the same in both languages")
  }

  @Test func timesOfDayAreAskedAsTimes() throws {
    let hours = try CatalogueFiles.agencies().flatMap(\.services).flatMap(\.form).filter { $0.id.hasPrefix("jam-") }
    #expect(hours.count == 7)
    #expect(hours.allSatisfy { $0.type == .time })
  }

  @Test func whatOneAgencyAsksSomebodyElseAnswers() throws {
    let agencies = try CatalogueFiles.agencies()
    for agency in agencies {
      for query in agency.queries where query.direction == .asks {
        let answers = agencies.contains { other in
          other.id != agency.id
            && other.queries.contains {
              $0.direction == .answers && $0.fact == query.fact && Set(query.purposes).isSubset(of: $0.purposes)
            }
        }
        #expect(answers, "\(agency.id) asks \(query.fact)")
      }
    }
  }

  @Test(arguments: [
    ("polres.sim-baru", ["golongan": "A"], 120_000), ("polres.sim-baru", ["golongan": "C"], 100_000),
    ("polres.skck", [:], 30_000), ("bpjs-kesehatan.pendaftaran-mandiri", ["kelas": "3"], 35_000),
    ("pos-indonesia.pospay-meterai", ["jenis": "meterai", "jumlah": "5"], 50_000),
    ("pos-indonesia.pospay-meterai", ["jenis": "meterai"], 10_000),
    ("kemenag.nikah-luar-kua", ["tidak-mampu": "true"], 0), ("kemenag.nikah-luar-kua", [:], 600_000),
    ("disdukcapil.ktp-el-baru", [:], 0),
  ])
  func feesFollowFromTheForm(code: String, values: [String: String], rupiah: Int64) throws {
    #expect(try CatalogueFiles.service(code).fee.amount(for: values) == Rupiah(rupiah))
  }

  @Test func aFeeThatOnlyTheAgencyKnowsHasNoAmount() throws {
    #expect(try CatalogueFiles.service("bapenda.pbb-pembayaran").fee.amount(for: [:]) == nil)
  }

  @Test func aProductBeyondMoneyIsNoAmount() {
    let rule = FeeRule(field: "a", cases: [], otherwise: Rupiah(2), timesField: "n")
    #expect(rule.amount(for: ["n": "3"]) == Rupiah(6))
    #expect(rule.amount(for: ["n": "9223372036854775807"]) == nil)
    #expect(rule.amount(for: ["n": "999999999999999"]) == nil)
    #expect(rule.amount(for: ["n": "-1"]) == nil)
  }
}
