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
