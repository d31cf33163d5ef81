import Foundation
import MallDomain
import MallNode
import MallWire

/// The bundles that this mall has, read when the gateway starts; their services are those of the catalogue just now.
struct BundleCatalogue: Sendable {
  let bundles: [ServiceBundle]
  let catalogue: CatalogueDesk

  /// - Throws: all that is wrong with the files, at once.
  init(folder: DeployFolder, catalogue: CatalogueDesk) throws {
    self.catalogue = catalogue
    var bundles: [ServiceBundle] = []
    var errors: [CatalogueError] = []
    for file in try folder.bundles() {
      do {
        bundles.append(try BundleFile.parse(file.text, file: file.name))
      } catch {
        errors += error.errors
      }
    }
    guard errors.isEmpty else { throw CatalogueErrors(errors) }
    self.bundles = bundles
  }

  func register(in handlers: inout MethodHandlers) {
    handlers.on(.catalogueBundles) { (_: Wire.ListBundlesRequest, _) in
      Wire.ListBundlesResponse(bundles: self.bundles.map(self.summary))
    }
    handlers.on(.catalogueService) { (request: Wire.GetServiceRequest, _) in
      guard let code = try? ServiceCode(request.code), BundleCatalogue.isBundle(code) else {
        return try self.catalogue.service(request)
      }
      return try self.sheet(of: code)
    }
  }

  static func isBundle(_ code: ServiceCode) -> Bool { code.agency.text == ServiceBundle.division }

  /// A bundle with the services in force now.
  func edition(_ code: ServiceCode) throws(Refusal) -> BundleEdition {
    guard let bundle = bundles.first(where: { $0.code == code }) else {
      throw Refusal(.notFound, detail: "the service \(code)")
    }
    return edition(bundle)
  }

  private func edition(_ bundle: ServiceBundle) -> BundleEdition {
    let versions = bundle.parts.compactMap { part in
      (try? catalogue.published(part.service)).map { (part.service.text, $0.version) }
    }
    return BundleEdition(bundle, versions: Dictionary(versions) { first, _ in first })
  }

  /// The name of an edition, as receipts carry it.
  static func version(of edition: BundleEdition) throws -> String {
    CatalogueDesk.versionName(try edition.canonicalText())
  }

  func form(_ edition: BundleEdition) throws(Refusal) -> BundleForm {
    try BundleForm(edition.bundle) { service in (try? published(service, in: edition))?.service }
  }

  /// A part's service as it was in an edition.
  func published(_ service: ServiceCode, in edition: BundleEdition) throws(Refusal) -> PublishedService {
    // Of an application from before editions were kept, the services in force have to do.
    guard !edition.versions.isEmpty else { return try catalogue.published(service) }
    guard let version = edition.versions[service.text] else {
      throw Refusal(.notFound, detail: "the service \(service)")
    }
    return try catalogue.published(service, version: version)
  }

  private func summary(_ bundle: ServiceBundle) -> Wire.BundleSummary {
    let form = try? form(edition(bundle))
    return Wire.BundleSummary(
      code: bundle.code.text, name: Wire.LocalizedText(bundle.name),
      description: Wire.LocalizedText(bundle.description),
      services: (form?.parts.map(\.part) ?? bundle.parts).map(\.service.text), available: form != nil)
  }

  private func sheet(of code: ServiceCode) throws(Refusal) -> Wire.GetServiceResponse {
    let form = try form(edition(code))
    return Wire.GetServiceResponse(
      service: Wire.PublicService(form.asService), agency: ServiceBundle.division,
      agencyName: Wire.LocalizedText(BundleCatalogue.mall), available: true,
      parts: form.parts.map { part, service in wire(part, service, in: form) })
  }

  private func wire(_ part: ServiceBundle.Part, _ service: PublicService, in form: BundleForm) -> Wire.BundlePart {
    let agency = (try? catalogue.published(service.code))?.agencyName
    let core = form.parts.map(\.part).filter { !$0.isOptional || $0.id == part.id }
    return Wire.BundlePart(
      id: part.id, service: service.code.text, serviceName: Wire.LocalizedText(service.name),
      agencyName: agency.map { Wire.LocalizedText($0) }, optional: part.isOptional,
      choice: part.isOptional ? part.choice : "", after: part.after,
      questions: service.form.compactMap { field in
        BundleQuestions.question(field.id, in: part).map { Wire.FieldValue(field: field.id, value: $0) }
      },
      requirements: service.requirements
        .filter { !BundleForm.isHandedOn($0, among: core, to: part) }
        .map { Wire.FieldValue(field: $0.id, value: part.requirements[$0.id] ?? $0.id) })
  }

  /// Who stands for a bundle as a whole.
  static let mall = LocalizedText(indonesian: "Mal Pelayanan Publik", english: "Public service mall")
}
