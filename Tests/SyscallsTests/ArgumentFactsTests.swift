import Syscalls
import Testing

@Suite struct ArgumentFactsTests {
  @Test(arguments: [
    ("socket", 0, "domain"), ("socketpair", 3, "sv"), ("fcntl64", 1, "cmd"), ("clone", 1, "a1"),
    ("read", 0, "a0"),
  ])
  func argumentsHaveTheirManPagesNames(call: String, index: Int, name: String) throws {
    #expect(try #require(Syscall(call)).name(ofArgument: index) == name)
  }

  @Test func noCallHasMoreSignificantArgumentsThanAreKept() {
    for architecture in Architecture.allCases {
      for call in Syscall.all {
        let indices = call.significantArguments(on: architecture).map(\.index)
        #expect(indices.count <= ArgumentValues.capacity)
        #expect(indices == indices.sorted())
        #expect(call.hasSignificantArguments == !indices.isEmpty)
      }
    }
  }

  @Test func valuesOfArgumentsKeepTheirIndices() {
    let values = ArgumentValues([4: 40, 0: 10, 2: 20])
    #expect(values.indices == [0, 2, 4])
    #expect(values.indices.map { values[$0] } == [10, 20, 40])
    #expect(values[1] == nil)
  }
}
