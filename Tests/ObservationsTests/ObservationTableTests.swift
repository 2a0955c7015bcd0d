import Observations
import Syscalls
import Testing

@Suite struct ObservationTableTests {
  private let ioctl = SyscallReference(parsing: "ioctl")

  @Test func tooManyArgumentValuesAreFoldedWhateverTheirOrder() {
    func fold(_ requests: some Sequence<UInt64>) -> (observations: [Observation], foldedCalls: Int)
    {
      var table = ObservationTable()
      for request in requests {
        let slot = table.enter(
          ioctl, on: .x86_64, arguments: ArgumentValues([1: request]), file: "log", line: 5)
        table.conclude(slot, .returned)
      }
      return table.folded()
    }
    let ascending = fold(0..<5000)
    let descending = fold((0..<5000).reversed())
    #expect(ascending.observations == descending.observations)
    #expect(ascending.observations.count == 1)
    #expect(ascending.observations[0].count == 5000)
    #expect(ascending.foldedCalls == 5000)
    #expect(fold(0..<1000).observations.count == 1000)
  }

  @Test func ofTooManyUnknownCallsNoneIsKeptHoweverTheyAreDivided() {
    func table(_ numbers: some Sequence<UInt32>) -> ObservationTable {
      var table = ObservationTable()
      for number in numbers {
        let slot = table.enter(
          .number(number), on: .x86_64, arguments: .init(), file: "log", line: 5)
        table.conclude(slot, .failed(errno: 38))
      }
      let slot = table.enter(ioctl, on: .x86_64, arguments: .init(), file: "log", line: 6)
      table.conclude(slot, .returned)
      return table
    }
    let most = UInt32(UnknownCalls.limit)
    #expect(!table(0..<most).hasTooManyUnknownCalls)
    #expect(table(0..<most).folded().observations.count == Int(most) + 1)
    for (first, second) in [(0...most, 0..<0), (0...0, 1..<(most + 1)), (0...most, 0..<(3 * most))]
    {
      var whole = table(first)
      whole.append(table(second).entries)
      #expect(whole.hasTooManyUnknownCalls)
      #expect(whole.folded().observations.map(\.key.call) == [ioctl])
      #expect(whole.folded().observations[0].count == 2)
    }
    // What the calls of one machine are, they are on another.
    var moved = ObservationTable()
    moved.append(table(0...most).entries.moved(from: .x86_64, to: .aarch64).entries)
    #expect(moved.hasTooManyUnknownCalls)
  }

  @Test func laterLinesCorrectHowACallEnded() {
    var table = ObservationTable()
    let slot = table.enter(
      SyscallReference(parsing: "getuid"), on: .x86_64, arguments: .init(), file: "log", line: 1)
    table.conclude(slot, .returned)
    table.revise(slot, from: .returned, to: .denied)
    let outcomes = table.folded().observations[0].outcomes
    #expect((outcomes.returned, outcomes.denied, outcomes.total) == (0, 1, 1))
  }
}
