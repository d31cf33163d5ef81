import Testing

/// Runs a suite inside a mall of its own, which starts before the suite's first test and stops after its last.
struct MallTrait: SuiteTrait, TestScoping {
  /// Asked when the suite begins.
  var plan: @Sendable () throws -> TestMall.Plan

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await TestMall.with(plan()) { mall in
      try await TestMall.$current.withValue(mall) { try await function() }
    }
  }
}

extension Trait where Self == MallTrait {
  /// Every agency of the catalogue.
  static var wholeMall: Self { MallTrait { try .everyAgency() } }

  /// Some agencies that their manifests alone describe.
  static func mall(of agencies: String...) -> Self { MallTrait { try .general(agencies) } }
}

extension TestMall {
  /// The mall of the suite that runs.
  @TaskLocal static var current: TestMall?

  static func shared() throws -> TestMall {
    try #require(current, "the suite has no mall; give it the trait .mall(of:)")
  }
}
