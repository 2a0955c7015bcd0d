import Syscalls
import Testing

@Suite struct CallExpressionTests {
  struct Row: Sendable {
    let text: String, name: String, arguments: [Int: UInt64]
  }

  @Test(arguments: [
    Row(text: "read", name: "read", arguments: [:]),
    Row(text: " getpid( ) ", name: "getpid", arguments: [:]),
    Row(
      text: "socket(AF_ALG, SOCK_SEQPACKET|SOCK_CLOEXEC, 0)", name: "socket",
      arguments: [0: 38, 1: 0x80005, 2: 0]),
    Row(text: "clone(?, _, 0x10)", name: "clone", arguments: [2: 16]),
    Row(
      text: "openat(-100, NULL)", name: "openat", arguments: [0: UInt64(bitPattern: -100), 1: 0]),
  ])
  func callIsReadAsAPersonWritesIt(_ row: Row) throws {
    let call = try CallExpression(parsing: row.text)
    #expect(call.syscall.name == row.name)
    #expect(call.arguments == row.arguments)
  }

  @Test(arguments: [
    ("frobnicate", CallExpression.Problem.unknownCall("frobnicate")),
    ("socket(AF_X)", .unknownValue("AF_X", call: "socket")),
    ("read(0", .syntax("read(0")),
    ("read(0,0,0,0,0,0,0)", .tooManyArguments("read")),
    ("read(0,)", .unknownValue("", call: "read")),
  ])
  func otherTextIsRefusedWithTheReason(text: String, problem: CallExpression.Problem) {
    #expect(throws: problem) { try CallExpression(parsing: text) }
  }
}
