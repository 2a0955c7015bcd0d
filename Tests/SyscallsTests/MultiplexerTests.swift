import Syscalls
import Testing

@Suite struct MultiplexerTests {
  struct Row: Sendable { let name: String, multiplexer: String, number: UInt64, standIn: Int32 }

  /// Figures of `linux/net.h`, `linux/ipc.h` and `seccomp-syscalls.h`.
  @Test(arguments: [
    Row(name: "socket", multiplexer: "socketcall", number: 1, standIn: -101),
    Row(name: "sendmmsg", multiplexer: "socketcall", number: 20, standIn: -120),
    Row(name: "semop", multiplexer: "ipc", number: 1, standIn: -201),
    Row(name: "msgsnd", multiplexer: "ipc", number: 11, standIn: -211),
    Row(name: "shmctl", multiplexer: "ipc", number: 24, standIn: -224),
  ])
  func subcallsHaveTheirHeadersNumbers(_ row: Row) throws {
    let multiplexer = try #require(Multiplexer(before: row.name))
    #expect(multiplexer.call.name == row.multiplexer)
    #expect(multiplexer.number(of: row.name) == row.number)
    #expect(multiplexer.name(of: row.number) == row.name)
    let subcall = try #require(Multiplexer.subcall(ofStandIn: row.standIn))
    #expect(subcall == (multiplexer.call, row.number))
    let route = try #require(Multiplexer.route(to: row.name, on: .s390x))
    #expect(route == (multiplexer.call, row.number))
  }

  @Test func otherCallsAndNumbersAreNotMultiplexed() {
    #expect(Multiplexer(before: "read") == nil)
    #expect(Multiplexer(named: "socket") == nil)
    #expect(Multiplexer.route(to: "socket", on: .x86_64) == nil)
    for number: Int32 in [-1, 0, -100, -121, -200, -205, -225, 5] {
      #expect(Multiplexer.subcall(ofStandIn: number) == nil)
    }
  }

  @Test func everyABIWithATableHasBothCallsWhereOneHasThem() {
    for architecture in Architecture.allCases where architecture.hasNumbers {
      for multiplexer in Multiplexer.all {
        #expect(
          multiplexer.call.exists(on: architecture)
            == Multiplexer.architectures.contains(architecture))
      }
    }
  }
}
