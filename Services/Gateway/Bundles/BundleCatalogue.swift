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

  /// The form of a bundle, from the services in force now.
  func form(_ code: ServiceCode) throws(Refusal) -> BundleForm {
    guard let bundle = bundles.first(where: { $0.code == code }) else {
      throw Refusal(.notFound, detail: "the service \(code)")
    }
    return try form(bundle)
  }

  func form(_ bundle: ServiceBundle) throws(Refusal) -> BundleForm {
    try BundleForm(bundle) { try? catalogue.published($0).service }
  }

  private func summary(_ bundle: ServiceBundle) -> Wire.BundleSummary {
    let form = try? form(bundle)
    return Wire.BundleSummary(
      code: bundle.code.text, name: Wire.LocalizedText(bundle.name),
      description: Wire.LocalizedText(bundle.description),
      services: (form?.parts.map(\.part) ?? bundle.parts).map(\.service.text), available: form != nil)
  }

  private func sheet(of code: ServiceCode) throws(Refusal) -> Wire.GetServiceResponse {
    let form = try form(code)
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
