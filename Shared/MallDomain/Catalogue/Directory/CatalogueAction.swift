/// A change of the gateway's directory: what the machine decided, to be written down and read again at the next start.
package enum CatalogueAction: Hashable, Sendable {
  /// An agency is in the catalogue with this description; its services are listed one by one, so here it has none.
  case agency(Agency)
  /// A version of a service is known, in force or not. It is kept for ever: cases keep the version they were filed
  /// under.
  case version(String, PublicService)
  /// A version is in force, and the service is listed.
  case listed(ServiceCode, version: String)
  /// The agency offers the service no longer.
  case delisted(ServiceCode)
  /// A change waits for approval; it takes the place of an earlier one of the same subject.
  case held(CatalogueChange)
  /// A change waits no longer: approved, or taken back by the agency.
  case released(CatalogueChange.Subject)
}
