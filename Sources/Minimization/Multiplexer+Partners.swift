internal import Observations
internal import Syscalls

extension Multiplexer {
  /// The calls that must go along with an observed one, and the observed one: the other way to it.
  static func partners(of totals: [Observations.Total]) -> [(name: String, partner: String)] {
    var partners: [String: String] = [:]
    for (observation, _) in totals {
      guard architecturesOfLibraries.contains(observation.key.architecture),
        let call = observation.key.call.syscall
      else { continue }
      if call == socketcall.call {
        if let subcall = observation.key.arguments[0].flatMap({ socketcall.name(of: $0) }) {
          partners[subcall] = call.name
        }
      } else if call == ipc.call {
        // Which sub-call it was is not kept; with ipc open, all are reached.
        for subcall in ipc.names { partners[subcall] = call.name }
      } else if let multiplexer = Multiplexer(before: call.name)?.call.name {
        partners[multiplexer] = min(partners[multiplexer] ?? call.name, call.name)
      }
    }
    return partners.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
