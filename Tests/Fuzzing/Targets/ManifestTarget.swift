import MallDomain

/// A manifest is read or refused with a file, and a line for each thing that is wrong.
enum ManifestTarget {
  static func violation(_ bytes: [UInt8]) -> String? {
    do {
      let agency = try CatalogueFile.parse(String(decoding: bytes, as: UTF8.self), file: "agency.yaml")
      return AgencyCheck.issues(agency).isEmpty ? nil : "a manifest was taken that the catalogue would refuse"
    } catch {
      return error.errors.isEmpty ? "a manifest was refused without a reason" : nil
    }
  }
}
