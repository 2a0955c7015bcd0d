import Filters
import Minimization
import Profiles
import Seccomp
import Syscalls
import TestSupport
import Testing

/// The second view, what the kernel can be made to do, against a model that tries register after register.
@Suite struct KernelViewTests {
  /// Upper halves that the conditions below tell apart, one of each kind.
  static let uppers: [UInt64] = [
    0, 1, 2, 3, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_ffff,
  ]
  static let lows: [UInt64] = [0, 1, 2, 3, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff]

  /// Or-bound lists of conditions on two arguments of a call.
  struct Rules {
    let call: Syscall
    let architecture: Architecture
    let alternatives: [[Condition]]

    init?(_ random: inout Seeded) {
      let names = ["socket", "ioctl", "mprotect", "ptrace", "personality"]
      let architectures: [Architecture] = [.x86_64, .x86_64, .x86, .x32, .aarch64]
      guard let name = names.randomElement(using: &random), let call = Syscall(name),
        let architecture = architectures.randomElement(using: &random)
      else { return nil }
      self.call = call
      self.architecture = architecture
      let masks: [UInt64] = [0, 1, 0x8000_0000, 0xffff_ffff]
      let constants: [UInt64] = [0, 1, 0xffff_ffff]
      alternatives = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        (0...1).filter { _ in Bool.random(using: &random) }.map { index in
          func number(_ uppers: [UInt64]) -> UInt64 {
            (uppers.randomElement(using: &random) ?? 0) << 32
              | (lows.randomElement(using: &random) ?? 0)
          }
          let comparison = Condition.Operator.allCases.randomElement(using: &random) ?? .equal
          return comparison == .maskedEqual
            ? Condition(index, masked: number(masks), equals: number(constants))
            : Condition(index, comparison, number(constants))
        }
      }
    }

    func lets(_ registers: [UInt64]) -> Bool {
      alternatives.contains { conditions in
        conditions.allSatisfy { $0.isMet(by: registers[$0.index], on: architecture) }
      }
    }

    /// The registers that the kernel reads as it reads those of `values`, of two arguments.
    func alike(_ values: [UInt64]) -> [[UInt64]] {
      let parameters = call.parameters(on: architecture) ?? []
      let choices = (0...1).map { index -> [UInt64] in
        let isRead = parameters.indices.contains(index)
        if isRead, parameters[index].bits == 64 { return [values[index]] }
        let lows = isRead ? [values[index] & 0xffff_ffff] : KernelViewTests.lows
        if architecture.registerBits == 32 { return lows }
        return lows.flatMap { low in KernelViewTests.uppers.map { $0 << 32 | low } }
      }
      return choices[0].flatMap { first in choices[1].map { [first, $0] } }
    }

    /// Those of them that an ordinary caller makes.
    func ordinary(_ values: [UInt64]) -> [[UInt64]] {
      let parameters = call.parameters(on: architecture) ?? []
      return alike(values).filter { registers in
        registers.enumerated().allSatisfy { index, register in
          guard parameters.indices.contains(index) else { return register == 0 }
          let bits = parameters[index].bits
          if bits == 64 || architecture.registerBits == 32 { return true }
          return register >> 32 == 0
            || register >> 32 == 0xffff_ffff && register & 0x8000_0000 != 0
        }
      }
    }
  }

  @Test func agreesWithAModelOnTenThousandRuleSets() throws {
    var random = Seeded(9)
    var (loose, sets) = (0, 0)
    var diagrams = Diagrams()
    while sets < 10_000 {
      let rules = try #require(Rules(&random))
      sets += 1
      // A store gives nothing back.
      if sets % 100 == 0 { diagrams = Diagrams() }
      var region = Region.none
      for conditions in rules.alternatives {
        region = try diagrams.union(
          region, try diagrams.region(meeting: conditions, on: rules.architecture))
      }
      let view = KernelView(of: rules.call, on: rules.architecture)
      let reachable = try diagrams.reachable(by: region, view)
      let meant = try diagrams.meant(by: region, view)
      let unbound = try diagrams.unbound(in: region, view)
      for _ in 0..<4 {
        let values = (0...1).map { _ in
          (Self.uppers.randomElement(using: &random) ?? 0) << 32
            | (Self.lows.randomElement(using: &random) ?? 0)
        }.map { $0 & rules.architecture.registerMask }
        let call = Invocation(architectureToken: 0, number: 0, arguments: values)
        let isReachable = rules.alike(values).contains(where: rules.lets)
        let isMeant = rules.ordinary(values).contains(where: rules.lets)
        let isLoose = rules.lets(values) && !isMeant
        #expect(diagrams.value(of: reachable, for: call) == isReachable, "\(rules) \(values)")
        #expect(diagrams.value(of: meant, for: call) == isMeant, "\(rules) \(values)")
        #expect(diagrams.value(of: unbound, for: call) == isLoose, "\(rules) \(values)")
        if isLoose { loose += 1 }
      }
    }
    #expect(loose > 500)
  }

  /// The kernel says of each register whether it passes; the view says whether any does.
  @Test(.enabled(if: LiveChecks.arePossible, "this kernel, or a sandbox, refuses filters"))
  func agreesWithTheRunningKernel() throws {
    var random = Seeded(32)
    var (asked, reached) = (0, 0)
    while asked < 1000 {
      let rules = try #require(Rules(&random))
      guard rules.architecture == .native, RuleShape(of: rules.alternatives) != nil else {
        continue
      }
      let profile = FlatProfile(
        defaultAction: .errno(.EPERM), architectures: [.native],
        rules: rules.alternatives.map {
          Rule(names: [rules.call.name], action: .allow, conditions: $0)
        })
      let filter = try Compiler().compile(profile).filter
      let live = try #require(LiveFilter(filter))
      var diagrams = Diagrams()
      let whole = try diagrams.diagram(of: filter)
      let own = try #require(Invocation(rules.call, on: .native))
      let running = try diagrams.map(
        diagrams.arguments(of: whole, token: own.architectureToken, number: own.number)
      ) { !$0.refuses }
      let reachable = try diagrams.reachable(
        by: running, KernelView(of: rules.call, on: .native))
      let values = (0...1).map { _ in Self.lows.randomElement(using: &random) ?? 0 }
      let registers = rules.alike(values)
      let verdicts = try live.verdicts(
        on: registers.compactMap { Invocation(rules.call, on: .native, arguments: $0) })
      let passes = verdicts.contains(.allow)
      let call = Invocation(architectureToken: 0, number: 0, arguments: values)
      #expect(diagrams.value(of: reachable, for: call) == passes, "\(rules) \(values)")
      asked += registers.count
      reached += passes ? 1 : 0
    }
    #expect(reached > 0)
  }
}
