/// The versions of the protocol that this program speaks. A handshake settles on the highest that both sides know.
package enum ProtocolVersion {
  package static let supported: ClosedRange<UInt32> = 1...1
}
