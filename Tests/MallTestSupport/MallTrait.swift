import Testing

/// Runs a suite inside a mall of its own, which starts before the suite's first test and stops after its last.
package struct MallTrait: SuiteTrait, TestScoping {
  /// Asked when the suite begins.
  package var plan: @Sendable () throws -> TestMall.Plan

  package init(plan: @escaping @Sendable () throws -> TestMall.Plan) {
    self.plan = plan
  }

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await TestMall.with(plan()) { mall in
      try await TestMall.$current.withValue(mall) { try await function() }
    }
  }
}

extension Trait where Self == MallTrait {
  /// Every agency of the catalogue.
  package static var wholeMall: Self { MallTrait { try .everyAgency() } }

  /// Some agencies that their manifests alone describe.
  ///
  /// - Parameter environment: of every node's process, besides that of the tests.
  package static func mall(of agencies: String..., environment: [String: String] = [:]) -> Self {
    MallTrait {
      var plan = try TestMall.Plan.general(agencies)
      plan.environment = { _ in environment }
      return plan
    }
  }
}

extension TestMall {
  /// The mall of the suite that runs.
  @TaskLocal package static var current: TestMall?

  package static func shared() throws -> TestMall {
    try #require(current, "the suite has no mall; give it the trait .mall(of:)")
  }
}
