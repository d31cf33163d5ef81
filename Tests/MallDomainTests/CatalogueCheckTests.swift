import Testing

@testable import MallDomain

@Suite struct CatalogueCheckTests {
  private static func texts(_ agencies: [Agency]) -> [String] {
    CatalogueCheck.check(agencies).map(\.description)
  }

  @Test func aSourceMustExist() throws {
    var agency = try CatalogueSample.agency()
    agency.services.removeLast()
    let texts = CatalogueCheckTests.texts([agency])
    #expect(texts == ["polres: services[polres.sim-baru].requirements[ktp-el].source: there is no service polres.skck"])
  }

  @Test func aSourceMustIssueTheDocument() throws {
    var agency = try CatalogueSample.agency()
    agency.services[1].issues = ["ktp-el"]
    #expect(CatalogueCheckTests.texts([agency]).count == 1)
    #expect(CatalogueCheckTests.texts([agency])[0].hasSuffix("polres.skck does not issue skck"))
  }

  @Test func requiredDocumentsMustNotFormACircle() throws {
    var agency = try CatalogueSample.agency()
    agency.services[0].issues = ["sim"]
    agency.services[1].requirements[0].source = agency.services[0].code
    agency.services[1].requirements[0].document = "sim"
    #expect(
      CatalogueCheckTests.texts([agency]) == [
        "polres: services[polres.sim-baru].requirements: required documents form a circle: "
          + "polres.sim-baru > polres.skck > polres.sim-baru"
      ])
    agency.services[1].requirements[0].isRequired = false
    #expect(CatalogueCheckTests.texts([agency]) == [])
  }

  @Test func countersAndIdsAreUnique() throws {
    let agency = try CatalogueSample.agency()
    let texts = CatalogueCheckTests.texts([agency, agency])
    #expect(texts.contains("polres: id: two agencies have it"))
    #expect(texts.contains { $0.hasPrefix("polres: counter: N is the counter of polres") })
    #expect(texts.contains("polres: services[polres.skck].code: two services have it"))
  }

  @Test func errorsBetweenFilesNameTheLineToo() throws {
    let (yaml, _) = try #require(CatalogueSample.broken("source: polres.skck", "source: polres.none"))
    let lines = yaml.split(separator: "\n")
    let line = try #require(lines.firstIndex { $0.contains("polres.none") }) + 1
    let error = #expect(throws: CatalogueErrors.self) { try CatalogueFile.parse([(CatalogueSample.file, yaml)]) }
    #expect(error?.errors.map(\.line) == [line])
  }
}
