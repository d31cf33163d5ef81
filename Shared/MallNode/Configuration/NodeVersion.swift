/// The version of the mall's software: one number for all its executables.
package enum NodeVersion {
  package static let version = "0.1.0"
  package static let software = "mall/\(version)"
}
