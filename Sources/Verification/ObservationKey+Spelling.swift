internal import JSON
internal import Observations
internal import Syscalls
internal import Text

extension ObservationKey {
  /// `x86_64 socket(AF_ALG, SOCK_CLOEXEC|SOCK_SEQPACKET, ?)`: `?` for an argument that is not known, the last of those
  /// left out.
  var spelling: String {
    let all = Dictionary(
      uniqueKeysWithValues: arguments.indices.map { ($0, arguments[$0] ?? 0) })
    let known = arguments.indices.last.map { last in
      (0...last).map { index in
        arguments[index].map {
          CallExpression.spelling(of: $0, at: index, of: call, beside: all)
        } ?? "?"
      }
    }
    return "\(architecture) \(call.description.escapedForTerminal)"
      + "(\((known ?? []).joined(separator: ", ")))"
  }
}
