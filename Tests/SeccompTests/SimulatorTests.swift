import Filters
import Foundation
import Profiles
import Seccomp
import Syscalls
import TestSupport
import Testing

/// Our simulation against libseccomp's own, `scmp_bpf_sim` of its `tools`.
@Suite struct SimulatorTests {
  /// The tool: `SCMP_BPF_SIM`, or the first on the path. Distributions leave it out of their
  /// packages; it is built with libseccomp's sources (`make -C tools`).
  static let tool: String? = {
    let environment = ProcessInfo.processInfo.environment
    let directories = (environment["PATH"] ?? "").split(separator: ":")
    let candidates =
      [environment["SCMP_BPF_SIM"]].compactMap(\.self)
      + directories.map { "\($0)/scmp_bpf_sim" }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  private func simulate(_ file: URL, _ call: Invocation) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: try #require(Self.tool))
    process.arguments =
      ["-f", file.path, "-a", try #require(call.architecture).rawValue, "-s", "\(call.number)"]
      + call.arguments.enumerated().flatMap { ["-\($0)", "\($1)"] }
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test(.enabled(if: tool != nil, "scmp_bpf_sim is not installed; name it in SCMP_BPF_SIM"))
  func verdictsAreThoseOfLibseccompsSimulator() throws {
    var random = Seeded(4)
    let names = ["read", "write", "socket", "clone", "prctl"]
    for round in 0..<25 {
      let rules = names.map { name in
        let condition = Condition(
          random.number(0..<6), random.number(0..<2) == 0 ? .equal : .less,
          UInt64(random.number(0..<6)))
        return Rule(
          names: [name], action: [.allow, .errno(.ENOSYS), .trap].randomElement(using: &random)!,
          conditions: Bool.random(using: &random) ? [condition] : [])
      }
      // Big-endian programs too: their bytes and their words are the other way round.
      let native: Architecture = round % 5 == 0 ? .s390x : .x86_64
      let architectures: [Architecture] = native == .s390x ? [.s390x] : [.x86_64, .x86, .x32]
      let profile = FlatProfile(
        defaultAction: .errno(.EPERM), architectures: architectures, rules: rules)
      let filter = try Compiler(native: native).compile(profile).filter
      let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("filter-\(ProcessInfo.processInfo.processIdentifier).bpf")
      defer { try? FileManager.default.removeItem(at: file) }
      let byteOrder: ByteOrder = native.isLittleEndian ? .littleEndian : .bigEndian
      try Data(filter.encoded(byteOrder: byteOrder)).write(to: file)
      for _ in 0..<20 {
        let architecture = architectures.randomElement(using: &random)!
        let name = ["read", "write", "clone", "prctl", "open"].randomElement(using: &random)!
        let syscall = try #require(Syscall(name))
        let arguments = (0..<6).map { _ in UInt64(random.number(0..<7)) }
        let call = try #require(Invocation(syscall, on: architecture, arguments: arguments))
        let verdict = filter.simulate(call).verdict
        #expect(try simulate(file, call) == verdict.simulatorName, "\(call)")
      }
    }
  }
}

extension Verdict {
  /// As the tool prints it.
  fileprivate var simulatorName: String {
    switch self {
    case .allow: "ALLOW"
    case .errno(let number): "ERRNO(\(number))"
    case .trap: "TRAP"
    case .killThread: "KILL"
    default: "not printed"
    }
  }
}
