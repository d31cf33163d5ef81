import Testing

/// Runs a suite inside a mall of its own, which starts before the suite's first test and stops after its last.
struct MallTrait: SuiteTrait, TestScoping {
  var plan: TestMall.Plan

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await TestMall.with(plan) { mall in
      try await TestMall.$current.withValue(mall) { try await function() }
    }
  }
}

extension Trait where Self == MallTrait {
  static func mall(_ plan: TestMall.Plan) -> Self { MallTrait(plan: plan) }
}

extension TestMall {
  /// The mall of the suite that runs.
  @TaskLocal static var current: TestMall?

  static func shared() throws -> TestMall {
    try #require(current, "the suite has no mall; give it the trait .mall(…)")
  }
}
