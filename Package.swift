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
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "whittle",
  products: [.executable(name: "whittle", targets: ["whittle"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
  ],
  targets: [
    // Vocabulary.
    room("JSON"),
    .target(name: "CKernel"),
    room("Syscalls", ["CKernel"]),
    room("Findings", ["Syscalls", "JSON"]),

    // What was seen.
    room("Observations", ["Syscalls", "JSON"]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CScan"),
    room("Traces", ["Syscalls", "Observations", "JSON", "CScan", "CZlib", systemPackage]),

    // What is allowed, and what filters answer.
    room("Profiles", ["Syscalls", "Findings", "JSON"]),
    room("Filters", ["Syscalls"]),
    room("Minimization", ["Syscalls", "Observations", "Profiles", "Filters"]),

    // What is enforced.
    .systemLibrary(
      name: "CLibseccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
    .target(name: "CSeccomp", dependencies: ["CLibseccomp"]),
    room("Seccomp", ["Syscalls", "Profiles", "Filters", "CSeccomp"]),

    room(
      "Verification",
      [
        "Syscalls", "Findings", "Observations", "Profiles", "Minimization", "Filters", "Seccomp",
        "JSON",
      ]),

    // What is told.
    room(
      "Reports",
      [
        "Syscalls", "Findings", "Observations", "Profiles", "Minimization", "Filters", "Seccomp",
        "Verification", "JSON",
      ]),
    .executableTarget(
      name: "whittle",
      dependencies: [
        "Syscalls", "Findings", "Observations", "Traces", "Profiles", "Minimization", "Filters",
        "Seccomp",
        "Verification", "Reports", "JSON", argumentParser, systemPackage,
      ],
      swiftSettings: settings),

    .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: settings),
    tests("Syscalls", ["Syscalls"]),
    tests("JSON", ["JSON"]),
    tests("Observations", ["Observations", "Syscalls", "JSON"]),
    tests("Minimization", ["Minimization", "Observations", "Profiles", "Syscalls"]),
    tests(
      "Traces",
      ["SeededRandom", "Traces", "CScan", "Observations", "Syscalls", systemPackage],
      exclude: ["Samples"]),
    tests("Profiles", ["SeededRandom", "Profiles", "Findings", "Syscalls", "JSON"]),
    .target(name: "KernelOracle", path: "Tests/KernelOracle"),
    tests("Filters", ["SeededRandom", "Filters", "Syscalls", "KernelOracle"]),
    .executableTarget(name: "Caller", path: "Tests/Caller"),
    tests("Seccomp", ["SeededRandom", "Seccomp", "Filters", "Profiles", "Syscalls", "Caller"]),
    tests("Reports", ["Reports"]),
    tests("Command", ["whittle", "Caller"]),
    tests(
      "Verification",
      [
        "SeededRandom", "Verification", "Findings", "Syscalls", "Observations", "Profiles",
        "Minimization",
        "Filters", "Seccomp", "KernelOracle",
      ]),
    tests(
      "Container", ["whittle"], exclude: ["Services", "ask", "image", "probe.c", "prove"]),
  ],
  swiftLanguageModes: [.v6]
)
