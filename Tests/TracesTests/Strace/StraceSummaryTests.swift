import Logs
import Observations
import Testing
import Traces

@Suite struct StraceSummaryTests {
  static let table = """
    % time     seconds  usecs/call     calls    errors syscall
    ------ ----------- ----------- --------- --------- ----------------
     47.76    0.000032          10         3           mprotect
      0.00    0.000000           0         3         1 access
    ------ ----------- ----------- --------- --------- ----------------
    100.00    0.000067           2         6         1 total

    """

  @Test func namesAndNumbersAreRead() throws {
    let recording = try Recording(
      Self.table + "System call usage summary for 32 bit mode:\n" + Self.table)
    #expect(recording.run.formats == ["strace-summary"])
    #expect(
      recording.calls == [
        "x86 access 3: 2 returned, 1 unknown", "x86 mprotect 3: 3 returned",
        "x86_64 access 3: 2 returned, 1 unknown", "x86_64 mprotect 3: 3 returned",
      ])
    #expect(recording.ledger == ["guessed-architecture 1", "names-only 12"])
  }

  /// `strace -c -A`: the next recording begins with a table of its own machine.
  @Test func eachRecordingHasItsOwnModes() throws {
    let recording = try Recording(
      Self.table + "System call usage summary for 32 bit mode:\n" + Self.table + Self.table)
    #expect(
      recording.counts == [
        "x86 access": 3, "x86 mprotect": 3, "x86_64 access": 6, "x86_64 mprotect": 6,
      ])
  }

  @Test func columnsMayBeChosen() throws {
    let recording = try Recording(
      """
      hello
      syscall              calls    errors    shortest
      ---------------- --------- --------- -----------
      access                   3         1    0.000001
      brk                      2              0.000001
      ---------------- --------- --------- -----------
      total                    5         1    0.000001
      """)
    #expect(
      recording.calls == ["x86_64 access 3: 2 returned, 1 unknown", "x86_64 brk 2: 2 returned"])
    #expect(recording.ledger == ["foreign-text 1", "guessed-architecture 1", "names-only 5"])
  }

  @Test func callOfAnotherMachineIsALoss() throws {
    let table = Self.table.replacing("mprotect", with: "riscv_flush_icache")
    let recording = try Recording(table)
    #expect(recording.counts == ["x86_64 access": 3, "x86_64 riscv_flush_icache": 3])
    #expect(
      recording.ledger == ["architecture-mismatch 3", "guessed-architecture 1", "names-only 6"])
  }

  @Test func logWithATableIsNoTable() throws {
    let recording = try Recording("77    brk(NULL) = 0x5617df99d000\n" + Self.table)
    #expect(recording.run.formats == ["strace"])
    #expect(recording.calls == ["x86_64 brk 1: 1 returned"])
  }
}
