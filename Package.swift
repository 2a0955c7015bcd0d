// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
]

/// One room of the house; its tests, where it has any, stand under the same name.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

/// Only scripts/docs needs the plug-in, so only there is it fetched.
let documentation: [Package.Dependency] =
  Context.environment["WHITTLE_DOCS"] == nil
  ? [] : [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0")]

/// Only scripts/fuzz, which links libFuzzer's main, can build it.
let fuzzing: [Target] =
  Context.environment["WHITTLE_FUZZ"] == nil
  ? []
  : [
    .target(name: "FuzzingDriver", path: "Tests/FuzzingDriver"),
    .executableTarget(
      name: "Fuzzing",
      dependencies: [
        "FuzzingDriver", "TestSupport", "Text", "JSON", "Syscalls", "Findings", "Observations",
        "Logs", "Traces",
        "Profiles", "Filters", "Deployment", "Files", "Programs",
      ],
      path: "Tests/Fuzzing", exclude: ["Seeds"],
      swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]),
  ]

let package = Package(
  name: "whittle",
  products: [.executable(name: "whittle", targets: ["whittle"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
  ] + documentation,
  targets: [
    // Vocabulary.
    room("Text"),
    room("Parallelism"),
    room("JSON", ["Text"]),
    .target(name: "CKernel"),
    room("Syscalls", ["CKernel"]),
    room("Findings", ["Text", "Syscalls", "JSON"]),

    // What was seen.
    .target(name: "CDigest"),
    room("Observations", ["Text", "Syscalls", "Findings", "JSON", "CDigest"]),
    room("Completeness", ["Text", "Syscalls", "Observations"]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CScan"),
    room(
      "Logs",
      ["Parallelism", "Syscalls", "Findings", "Observations", "CScan", "CZlib", systemPackage]),
    room("Strace", ["Logs", "Syscalls", "Findings", "Observations"]),
    room("Audit", ["Logs", "Syscalls", "Findings", "Observations", "JSON"]),
    room("Tracers", ["Logs", "Syscalls", "Findings", "Observations", "JSON"]),
    room(
      "Traces",
      [
        "Text", "Parallelism", "Logs", "Strace", "Audit", "Tracers", "Syscalls", "Findings",
        "Observations", "JSON",
        systemPackage,
      ]),

    // What is allowed, and what filters answer.
    room("Profiles", ["Text", "Syscalls", "Findings", "JSON"]),
    room("Filters", ["Syscalls"]),
    room("Programs", ["Text", "Parallelism", "Syscalls", "Observations"]),
    room("Files", ["Text", systemPackage]),
    room("YAML", ["Text", "JSON", .product(name: "Yams", package: "Yams")]),
    room("Minimization", ["Syscalls", "Findings", "Observations", "Profiles", "Filters"]),

    room(
      "Deployment",
      ["Text", "JSON", "Syscalls", "Findings", "Observations", "Profiles", "YAML"]),
    room("Conversion", ["Text", "JSON", "Syscalls", "Findings", "Profiles", "YAML"]),

    // What is enforced.
    .systemLibrary(
      name: "CLibseccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
    .target(name: "CSeccomp", dependencies: ["CLibseccomp"]),
    room("Seccomp", ["Syscalls", "Findings", "Profiles", "Filters", "CSeccomp"]),

    room(
      "Verification",
      [
        "Text", "Syscalls", "Findings", "Observations", "Completeness", "Profiles", "Minimization",
        "Filters", "Seccomp", "JSON",
      ]),

    // What is told.
    room(
      "Reports",
      [
        "Text", "Syscalls", "Findings", "Observations", "Completeness", "Profiles", "Minimization",
        "Filters", "Verification", "Programs", "JSON", "Deployment",
        .product(name: "Mustache", package: "swift-mustache"),
      ]),

    // What a command does.
    room(
      "Workflows",
      [
        "Text", "Parallelism", "JSON", "Syscalls", "Findings", "Observations", "Completeness",
        "Files", "Logs",
        "Strace", "Traces", "Profiles", "Minimization", "Filters", "Programs", "Seccomp",
        "Verification", "Reports", "YAML", "Conversion", "Deployment",
        systemPackage, subprocess,
      ]),
    .target(name: "CLaunch"),
    .executableTarget(
      name: "whittle",
      dependencies: [
        "CLaunch",
        "Text", "JSON", "Syscalls", "Findings", "Observations", "Completeness", "Files", "Traces",
        "Logs", "Profiles", "Minimization", "Programs", "Verification", "Reports", "Workflows",
        argumentParser,
      ],
      swiftSettings: settings),

    // What tests share: folders, seeded random numbers, programs run to their end, the slow lane.
    .target(
      name: "TestSupport", dependencies: ["Logs", "Observations"], path: "Tests/Support",
      swiftSettings: settings),
    tests("Syscalls", ["Syscalls"]),
    tests("Text", ["Text"]),
    tests("JSON", ["JSON"]),
    tests("YAML", ["YAML", "JSON"]),
    tests(
      "Deployment",
      ["TestSupport", "Deployment", "Findings", "Observations", "Profiles", "Syscalls"]),
    tests("Conversion", ["Conversion", "Profiles", "Syscalls"]),
    tests(
      "Observations", ["CDigest", "TestSupport", "Observations", "Findings", "Syscalls", "JSON"],
      exclude: ["Samples"]),
    tests(
      "Completeness", ["TestSupport", "Completeness", "Observations", "Findings", "Syscalls"],
      exclude: ["Samples"]),
    tests("Minimization", ["Minimization", "Findings", "Observations", "Profiles", "Syscalls"]),
    tests(
      "Traces",
      [
        "TestSupport", "Traces", "Logs", "Strace", "Audit", "Tracers", "CScan", "Findings",
        "Observations", "Syscalls", "JSON", "Caller", systemPackage,
      ],
      exclude: ["Samples"]),
    tests("Programs", ["TestSupport", "Programs", "Syscalls", "Observations"]),
    tests("Profiles", ["TestSupport", "Profiles", "Findings", "Syscalls", "JSON"]),
    .target(name: "KernelOracle", path: "Tests/KernelOracle"),
    tests("Filters", ["TestSupport", "Filters", "Syscalls", "KernelOracle"]),
    .executableTarget(name: "Caller", path: "Tests/Caller"),
    tests("Seccomp", ["TestSupport", "Seccomp", "Filters", "Profiles", "Syscalls", "Caller"]),
    tests("Reports", ["Reports"]),
    tests(
      "Command", ["TestSupport", "whittle", "Caller", "Deployment", "Profiles", "Syscalls"],
      exclude: ["Golden"]),
    tests(
      "Verification",
      [
        "TestSupport", "Verification", "Findings", "Syscalls", "Observations", "Profiles",
        "Minimization",
        "Filters", "Seccomp", "KernelOracle",
      ]),
    tests(
      "Container", ["TestSupport", "whittle", "Syscalls"],
      exclude: [
        "Services", "ask", "commands", "everyday.c", "image", "other-libc", "probe.c", "prove",
      ]),
  ] + fuzzing,
  swiftLanguageModes: [.v6]
)
