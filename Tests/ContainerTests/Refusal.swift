import Foundation
import Testing

/// A call that a filter has to refuse, in the form of `prove --refused`.
struct Refusal: CustomStringConvertible {
  let call: String
  let arguments: String
  let answer: String

  var description: String { "\(call)\(arguments)=\(answer)" }

  /// Refused by Docker's default too. Without a filter, AF_ALG (38) works or is not built in.
  private static let always = [
    Refusal(call: "socket", arguments: ",38,5,0", answer: "EPERM"),
    // The kernel reads 38 and 40; Docker's own conditions let both pass.
    Refusal(call: "socket", arguments: ",0x100000026,5,0", answer: "EPERM"),
    Refusal(call: "socket", arguments: ",0x100000028,1,0", answer: "EPERM"),
    Refusal(call: "clone3", arguments: ",0,0", answer: "ENOSYS"),
    Refusal(call: "keyctl", arguments: ",0xffff", answer: "EPERM"),
  ]

  /// Allowed by Docker's default. With these arguments they are harmless, and without a filter
  /// nothing answers EPERM.
  private static let unlessObserved = [
    Refusal(call: "adjtimex", arguments: ",0", answer: "EPERM"),
    Refusal(call: "flistxattr", arguments: ",-1", answer: "EPERM"),
    Refusal(call: "getcpu", arguments: ",0,0,0", answer: "EPERM"),
    Refusal(call: "inotify_init1", arguments: ",0", answer: "EPERM"),
    Refusal(call: "io_setup", arguments: ",0,0", answer: "EPERM"),
    Refusal(call: "link", arguments: ",0,0", answer: "EPERM"),
    Refusal(call: "memfd_create", arguments: ",0,0", answer: "EPERM"),
    Refusal(call: "mknod", arguments: ",0,0,0", answer: "EPERM"),
    Refusal(call: "mlock", arguments: ",0,0", answer: "EPERM"),
    Refusal(call: "msgget", arguments: ",0,0", answer: "EPERM"),
    Refusal(call: "ptrace", arguments: ",16,0", answer: "EPERM"),
    Refusal(call: "sched_getparam", arguments: ",0,0", answer: "EPERM"),
    Refusal(call: "symlink", arguments: ",0,0", answer: "EPERM"),
    Refusal(call: "timerfd_create", arguments: ",0,0", answer: "EPERM"),
    Refusal(call: "vmsplice", arguments: ",-1,0,0,0", answer: "EPERM"),
  ]

  /// The calls to try on a profile: those refused always, and those that it does not name.
  static func outside(_ profile: Data) throws -> [Refusal] {
    let allowed = try JSONDecoder().decode(NamedCalls.self, from: profile).names
    let outside = unlessObserved.filter { !allowed.contains($0.call) }
    try #require(outside.count > 5, "hardly a call to try is outside the profile")
    return always + outside
  }

  private struct NamedCalls: Decodable {
    struct Rule: Decodable { let names: [String] }
    let syscalls: [Rule]
    var names: Set<String> { Set(syscalls.flatMap(\.names)) }
  }
}
