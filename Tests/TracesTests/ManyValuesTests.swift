import Logs
import Observations
import Testing

/// Logs with more values of a kind than are kept apart: what is beyond is counted all the same.
@Suite struct ManyValuesTests {
  private static func record(_ serial: Int, node: String = "", process: Int = 7) -> String {
    "\(node)type=SYSCALL msg=audit(1.000:\(serial)): arch=c000003e syscall=39 success=yes exit=7 a0=0 a1=0 a2=0 a3=0 "
      + "items=0 ppid=1 pid=\(process) auid=1 uid=0 comm=\"x\" exe=\"/y\" key=(null)\n"
  }

  private static func filtered(_ serial: Int, call: Int, code: String, process: Int) -> String {
    "type=SECCOMP msg=audit(1.000:\(serial)): auid=1 uid=1 gid=1 ses=1 pid=\(process) comm=\"x\" exe=\"/x\" "
      + "sig=\(code == "0x80000000" ? 31 : 0) arch=c000003e syscall=\(call) compat=0 ip=0x7f code=\(code)\n"
  }

  private static func died(_ serial: Int, process: Int) -> String {
    "type=ANOM_ABEND msg=audit(1.000:\(serial)): auid=1 uid=0 gid=0 ses=1 pid=\(process) comm=\"x\" exe=\"/x\" "
      + "sig=31 res=1\n"
  }

  @Test(arguments: [1 << 14, 1 << 18])
  func ofMoreNumbersInSeccompRecordsThanAnyKernelHasNoneIsKept(_ blockSize: Int) throws {
    let log = (1...5000).map {
      Self.filtered($0, call: 1000 + $0, code: "0x7ffc0000", process: 7)
    }
    let recording = try Recording(Self.record(0) + log.joined(), blockSize: blockSize)
    #expect(recording.calls == ["x86_64 getpid 1: 1 returned"])
    #expect(recording.ledger == ["too-many-names 5000", "names-only 5000"])
  }

  @Test func gapsOfMoreMachinesThanAreRememberedAreCounted() throws {
    let log = (0..<20_000).map {
      Self.record(1, node: "node=n\($0) ") + Self.record(3, node: "node=n\($0) ")
    }
    let recording = try Recording(log.joined())
    #expect(recording.counts == ["x86_64 getpid": 40_000])
    #expect(recording.ledger == ["serial-gap 20000"])
  }

  @Test func deathsOfMoreProcessesThanAreRememberedAreToldOnce() throws {
    let killed = (0..<40_000).map {
      Self.filtered(2 * $0 + 1, call: 39, code: "0x80000000", process: $0 + 2)
        + Self.died(2 * $0 + 2, process: $0 + 2)
    }
    // The call of the first process stands long before its end.
    let first = Self.filtered(0, call: 39, code: "0x80000000", process: 50_000)
    let recording = try Recording(
      first + killed.joined() + Self.died(80_001, process: 50_000)
        + Self.died(80_002, process: 50_001))
    #expect(recording.counts == ["x86_64 getpid": 40_001])
    #expect(recording.ledger == ["killed-call 1"])

    let died = (0..<140_000).map { Self.died($0 + 1, process: $0 + 2) }
    let unexplained = try Recording(Self.record(0) + died.joined())
    #expect(unexplained.ledger == ["killed-call 140000"])
  }

  @Test func ofMoreOpenCallsThanAreRememberedTheOldestAreGivenUp() throws {
    func event(_ process: Int, _ text: String) -> String {
      "            bash-\(process)    [000] .....  1234.000000: \(text)\n"
    }
    let begun = (1...270_000).map { event($0, "sys_enter: NR 0 (3, 0, 0, 0, 0, 0)") }
    let ends = [270_000, 1, 269_999].map { event($0, "sys_exit: NR 0 = 5") }
    let recording = try Recording("# tracer: nop\n#\n" + begun.joined() + ends.joined())
    #expect(recording.calls == ["x86_64 read 270000: 3 returned, 269998 unknown"])
    #expect(recording.run.ledger.entries[.orphanedResumption]?.count == 1)
    #expect(recording.run.ledger.entries[.unfinishedCall]?.count == 269_998)
  }

  @Test func rowsOfMoreMapsThanAProgramHasAreDamage() throws {
    let maps = (0..<300).map { "@m\($0)[39]: 2\n" }
    let recording = try Recording(maps.joined(), format: "bpftrace")
    #expect(recording.counts == ["x86_64 getpid": 2])
    #expect(recording.run.ledger.entries[.malformedLine]?.count == 44)

    let names = (0..<5000).map { "@m\($0 % 2)[tracepoint:syscalls:sys_enter_frobnicate\($0)]: 1\n" }
    let getpid = "@m0[tracepoint:syscalls:sys_enter_getpid]: 1\n"
    let others = try Recording(getpid + names.joined(), format: "bpftrace")
    #expect(others.counts == ["x86_64 getpid": 1])
    #expect((others.run.ledger.entries[.tooManyNames]?.count ?? 0) > UnknownCalls.limit)
  }

  @Test func aJournalEntryOfTooManyFieldsIsALoss() throws {
    let entry =
      "__CURSOR=s=1\n_TRANSPORT=audit\nMESSAGE=SYSCALL arch=c000003e syscall=39 success=yes exit=7 a0=0 "
      + "a1=0 a2=0 a3=0 items=0 ppid=1 pid=7 comm=\"x\" exe=\"/y\"\n_AUDIT_TYPE=1300\n_AUDIT_ID=81\n"
    let fields = (0..<250_000).map { "KEY_\($0)=x\n" }.joined()
    let recording = try Recording(entry + fields + "\n" + entry + "\n", format: "journal-export")
    #expect(recording.run.ledger.entries[.overlongLine]?.count == 1)
    #expect(recording.counts["x86_64 getpid"] != nil)
  }
}
