import Audit
import Findings
import Logs
import Observations
import Syscalls
import TestSupport
import Testing
import Traces

/// What is read of audit logs, beside a slow reading that splits their text with the standard library.
@Suite struct AuditReferenceTests {
  private static let logs = [
    "batch/run-1", "go/run-2", "java/run-1", "mixed/companions", "nginx/run-1", "node/run-2",
    "postgresql/run-1", "python/run-2.clone3", "redis/run-2.enriched", "swift/run-1",
  ]

  /// The first lines of each.
  private static let texts = logs.map { log in
    Array(SampledLog.lines(of: "traces/\(log).audit.gz").prefix(900))
  }

  /// Whole, and with lines that are lost, doubled or out of their order.
  @Test(arguments: logs.indices) func callsAreThoseOfTheText(log: Int) throws {
    var generator = Seeded(UInt64(log))
    let whole = Self.texts[log]
    var damaged = whole
    for _ in 0..<60 {
      let index = Int.random(in: 0..<(damaged.count - 40), using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: damaged.remove(at: index)
      case 1: damaged.insert(damaged[index], at: index + .random(in: 1...40, using: &generator))
      default: damaged.swapAt(index, index + .random(in: 1...40, using: &generator))
      }
    }
    for lines in [whole, damaged] {
      let expected = Reading(of: lines)
      try SampledLog.read(lines, as: .audit) { run, cutting in
        #expect(Reading(of: run) == expected, "\(cutting)")
      }
    }
  }
}

private struct Reading: Equatable {
  var calls: [String: Outcomes] = [:]
  var processes = 0
  var repeated = 0
  var missing = 0

  init(of run: Run) {
    for observation in run.observations {
      let name = "\(observation.key.architecture) \(observation.key.call)"
      calls[name, default: Outcomes()].add(observation.outcomes)
    }
    processes = run.processes
    repeated = run.ledger.entries[.repeatedRecord]?.count ?? 0
    missing = run.ledger.entries[.serialGap]?.count ?? 0
  }

  init(of lines: [String]) {
    var known: Set<String> = []
    var numbers: Set<Int> = []
    var allProcesses: Set<Substring> = []
    /// SECCOMP records that no SYSCALL record has followed, by process and call.
    var open: [String: Int] = [:]
    for line in lines {
      // `type=SYSCALL msg=audit(1795303876.984:1125148): arch=… syscall=…`
      let words = line.split(separator: "\u{1d}")[0].split(separator: " ")
      let stamp = words[1].dropFirst("msg=audit(".count).dropLast("):".count)
      numbers.insert(Int(stamp.split(separator: ":")[1])!)
      guard words[0] == "type=SYSCALL" || words[0] == "type=SECCOMP" else { continue }
      func value(_ key: String) -> Substring? {
        words.first { $0.hasPrefix("\(key)=") }?.dropFirst(key.count + 1)
      }
      let (number, process) = (UInt32(value("syscall")!)!, value("pid")!)
      precondition(value("arch")! == "c000003e")
      let name = "\(Architecture.x86_64) \(SyscallReference(number: number, on: .x86_64))"
      guard known.insert("\(stamp) \(words[0]) \(process) \(name)").inserted else {
        repeated += 1
        continue
      }
      allProcesses.insert(process)
      let entry = "\(process) \(name)"
      if words[0] == "type=SECCOMP" {
        precondition(value("code")! == "0x7ffc0000")
        open[entry, default: 0] += 1
        calls[name, default: Outcomes()].add(.unknown)
        continue
      }
      if let count = open[entry], count > 0 {
        open[entry] = count - 1
        calls[name]!.unknown -= 1
        repeated += 1
      }
      switch value("success") {
      case "yes": calls[name, default: Outcomes()].add(.returned)
      case "no":
        calls[name, default: Outcomes()].add(.failed(errno: UInt16(value("exit")!.dropFirst())!))
      default: calls[name, default: Outcomes()].add(.unknown)
      }
    }
    processes = allProcesses.count
    missing = numbers.max()! - numbers.min()! + 1 - numbers.count
  }
}
