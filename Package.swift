// swift-tools-version: 6.2
import PackageDescription

// Floors (docs/architecture.md): a module depends only on modules of floors below its own.

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]

func product(_ name: String, _ package: String) -> Target.Dependency {
  .product(name: name, package: package)
}

let package = Package(
  name: "mall",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "mall", targets: ["Mall"]),
    .executable(name: "mall-gateway", targets: ["Gateway"]),
    .executable(name: "identity-service", targets: ["IdentityDocuments"]),
    .executable(name: "health-service", targets: ["Health"]),
    .executable(name: "tax-service", targets: ["Tax"]),
    .executable(name: "marriage-service", targets: ["Marriage"]),
    .executable(name: "agency-service", targets: ["GeneralAgency"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Floor 0
    .systemLibrary(
      name: "CProtobufC", path: "Shared/CProtobufC", pkgConfig: "libprotobuf-c",
      providers: [.apt(["libprotobuf-c-dev"])]),
    .systemLibrary(
      name: "CQRencode", path: "Shared/CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .target(name: "CMallSchema", dependencies: ["CProtobufC"], path: "Shared/CMallSchema"),

    // Floor 1
    .target(
      name: "MallDomain",
      dependencies: [product("Yams", "Yams")],
      path: "Shared/MallDomain", swiftSettings: swiftSettings),

    // Floor 2
    .target(
      name: "MallWire",
      dependencies: ["CMallSchema", "CProtobufC", "MallDomain"],
      path: "Shared/MallWire", exclude: ["Schema"], swiftSettings: swiftSettings),

    // Floor 3
    .target(
      name: "MallStore",
      dependencies: [
        "MallDomain",
        product("GRDB", "GRDB.swift"),
        product("Crypto", "swift-crypto"),
        product("Logging", "swift-log"),
      ],
      path: "Shared/MallStore", swiftSettings: swiftSettings),
    .target(
      name: "MallLink",
      dependencies: [
        "MallDomain", "MallWire",
        product("NIOCore", "swift-nio"),
        product("NIOPosix", "swift-nio"),
        product("NIOSSL", "swift-nio-ssl"),
        product("X509", "swift-certificates"),
        product("SwiftASN1", "swift-asn1"),
        product("Crypto", "swift-crypto"),
        product("Logging", "swift-log"),
        product("DequeModule", "swift-collections"),
        product("ServiceLifecycle", "swift-service-lifecycle"),
      ],
      path: "Shared/MallLink", swiftSettings: swiftSettings),

    // Floor 4
    .target(
      name: "MallNode",
      dependencies: [
        "MallDomain", "MallWire", "MallStore", "MallLink",
        product("ArgumentParser", "swift-argument-parser"),
        product("Configuration", "swift-configuration"),
        product("Crypto", "swift-crypto"),
        product("Hummingbird", "hummingbird"),
        product("Logging", "swift-log"),
        product("CoreMetrics", "swift-metrics"),
        product("Metrics", "swift-metrics"),
        product("NIOCore", "swift-nio"),
        product("ServiceLifecycle", "swift-service-lifecycle"),
        product("SystemPackage", "swift-system"),
      ],
      path: "Shared/MallNode", swiftSettings: swiftSettings),
    .target(
      name: "AgencyKit",
      dependencies: ["MallNode"],
      path: "Shared/AgencyKit", swiftSettings: swiftSettings),

    .target(
      name: "MallWeb",
      dependencies: ["CQRencode", "MallDomain", "MallWire", product("Mustache", "swift-mustache")],
      path: "Shared/MallWeb", swiftSettings: swiftSettings),

    // Floor 5
    .executableTarget(
      name: "Gateway", dependencies: ["MallNode"],
      path: "Services/Gateway", swiftSettings: swiftSettings),
    .executableTarget(
      name: "IdentityDocuments", dependencies: ["AgencyKit"],
      path: "Services/IdentityDocuments", swiftSettings: swiftSettings),
    .executableTarget(
      name: "Health", dependencies: ["AgencyKit"],
      path: "Services/Health", swiftSettings: swiftSettings),
    .executableTarget(
      name: "Tax", dependencies: ["AgencyKit"],
      path: "Services/Tax", swiftSettings: swiftSettings),
    .executableTarget(
      name: "Marriage", dependencies: ["AgencyKit"],
      path: "Services/Marriage", swiftSettings: swiftSettings),
    .executableTarget(
      name: "GeneralAgency", dependencies: ["AgencyKit"],
      path: "Services/GeneralAgency", swiftSettings: swiftSettings),
    .executableTarget(
      name: "Mall",
      dependencies: [
        "MallNode", "MallWeb",
        product("ArgumentParser", "swift-argument-parser"),
        product("Crypto", "swift-crypto"),
        product("Logging", "swift-log"),
        product("Subprocess", "swift-subprocess"),
        product("SystemPackage", "swift-system"),
        product("UnixSignals", "swift-service-lifecycle"),
      ],
      path: "Services/Mall", swiftSettings: swiftSettings),

    // Tests, one target a module; MallProcessTests runs the real executables
    .target(
      name: "MallTestSupport",
      dependencies: [
        "MallNode",
        product("Crypto", "swift-crypto"),
        product("NIOCore", "swift-nio"),
        product("NIOPosix", "swift-nio"),
        product("NIOSSL", "swift-nio-ssl"),
        product("Subprocess", "swift-subprocess"),
        product("SystemPackage", "swift-system"),
      ],
      path: "Tests/MallTestSupport", swiftSettings: swiftSettings),
    .testTarget(
      name: "MallDomainTests", dependencies: ["MallDomain"], exclude: ["Vectors"], swiftSettings: swiftSettings),
    .testTarget(name: "MallWireTests", dependencies: ["MallWire"], exclude: ["Vectors"], swiftSettings: swiftSettings),
    .testTarget(name: "MallStoreTests", dependencies: ["MallStore"], swiftSettings: swiftSettings),
    .testTarget(
      name: "MallLinkTests",
      dependencies: [
        "MallLink",
        product("NIOCore", "swift-nio"),
        product("NIOEmbedded", "swift-nio"),
        product("NIOPosix", "swift-nio"),
        product("NIOSSL", "swift-nio-ssl"),
      ],
      swiftSettings: swiftSettings),
    .testTarget(name: "MallWebTests", dependencies: ["MallWeb"], swiftSettings: swiftSettings),
    .testTarget(name: "MallNodeTests", dependencies: ["MallNode", "MallTestSupport"], swiftSettings: swiftSettings),
    .testTarget(name: "AgencyKitTests", dependencies: ["AgencyKit"], swiftSettings: swiftSettings),
    .testTarget(
      name: "IdentityDocumentsTests", dependencies: ["IdentityDocuments", "MallTestSupport"],
      swiftSettings: swiftSettings),
    .testTarget(name: "MarriageTests", dependencies: ["Marriage"], exclude: ["Vectors"], swiftSettings: swiftSettings),
    .testTarget(name: "TaxTests", dependencies: ["Tax"], exclude: ["Vectors"], swiftSettings: swiftSettings),
    .testTarget(name: "HealthTests", dependencies: ["Health"], swiftSettings: swiftSettings),
    .testTarget(name: "MallTests", dependencies: ["Mall"], swiftSettings: swiftSettings),
    .testTarget(
      name: "MallProcessTests",
      dependencies: [
        "MallNode", "MallStore", "MallTestSupport",
        product("NIOCore", "swift-nio"),
        product("Subprocess", "swift-subprocess"),
      ],
      exclude: ["Peer"], swiftSettings: swiftSettings),
    .target(
      name: "FuzzTargets", dependencies: ["MallDomain", "MallLink", "MallWire", product("NIOCore", "swift-nio")],
      path: "Tests/Fuzzing/Targets", swiftSettings: swiftSettings),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzTargets", "MallTestSupport"], swiftSettings: swiftSettings),
    .testTarget(
      name: "MallLoadTests",
      dependencies: ["MallLink", "MallNode", "MallTestSupport", product("Logging", "swift-log")],
      swiftSettings: swiftSettings),
    .testTarget(
      name: "MallFaultTests",
      dependencies: [
        "MallNode", "MallTestSupport",
        product("NIOCore", "swift-nio"),
        product("NIOPosix", "swift-nio"),
      ],
      swiftSettings: swiftSettings),
  ]
)

// The fuzzer of `make fuzz`, built with compiler-rt's libFuzzer.
if Context.environment["MALL_FUZZ"] != nil {
  package.targets += [
    .systemLibrary(name: "LibFuzzer", path: "Tests/Fuzzing/LibFuzzer"),
    .executableTarget(
      name: "Fuzzer", dependencies: ["FuzzTargets", "LibFuzzer"], path: "Tests/Fuzzing/Fuzzer",
      swiftSettings: swiftSettings + [.unsafeFlags(["-parse-as-library"])]),
  ]
}

// The load programs of `make bench`, which no other build compiles.
if Context.environment["MALL_BENCHMARKS"] != nil {
  let commands: [Target.Dependency] = [product("ArgumentParser", "swift-argument-parser")]
  let sockets = [product("NIOCore", "swift-nio"), product("NIOPosix", "swift-nio"), product("NIOSSL", "swift-nio-ssl")]
  package.targets += [
    .systemLibrary(
      name: "CPostgres", path: "Benchmarks/Sources/CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .executableTarget(
      name: "HopLoad",
      dependencies: ["MallLink", product("Logging", "swift-log"), product("NIOTLS", "swift-nio")] + commands + sockets,
      path: "Benchmarks/Sources/HopLoad", swiftSettings: swiftSettings),
    .executableTarget(
      name: "BareRelay", dependencies: commands + sockets, path: "Benchmarks/Sources/BareRelay",
      swiftSettings: swiftSettings),
    .executableTarget(
      name: "SubmitLoad",
      dependencies: ["CPostgres", "MallStore", product("Crypto", "swift-crypto"), product("Logging", "swift-log")]
        + commands,
      path: "Benchmarks/Sources/SubmitLoad", swiftSettings: swiftSettings),
  ]
}
