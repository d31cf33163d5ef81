import MallTestSupport
import Testing

extension ProcessTests {
  /// Tests that share one mall of all agencies: none of them stops a node, each makes cases of its own.
  @Suite("One mall of 29 agencies", .serialized, .wholeMall)
  struct SharedMallTests {}
}
