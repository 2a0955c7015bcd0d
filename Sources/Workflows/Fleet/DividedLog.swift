package import Logs
package import Observations
internal import Text
package import Traces

/// The logs of a node, divided into the services whose calls they show.
package struct DividedLog {
  /// What one service did.
  package struct Service {
    /// As the log tells it; `nil` for the calls of which it tells no service.
    package let name: String?
    /// The runs in which it made calls.
    package let observations: Observations
  }

  /// All of the logs together.
  package let whole: TraceSet
  /// In the order of their names, those without a service last.
  package private(set) var services: [Service] = []

  /// Reads the logs once to learn the services, and once more for each of them.
  ///
  /// - Parameter options: what is selected is divided.
  package init(
    reading paths: [String], by kind: ServiceKind, options: TraceOptions
  ) throws(WorkflowError) {
    guard !paths.contains("-") else {
      throw .usage(
        "--split-by reads a log several times, which standard input cannot be: name a file")
    }
    let names = ServiceNames(by: kind)
    var survey = options
    survey.selection.services = names
    whole = try Self.read(paths, survey)
    try Self.requireServices(by: kind, in: whole.observations)
    guard !names.areTooMany else {
      throw .cannot(
        "error: the logs tell of more than \(ServiceNames.limit) services by --split-by \(kind.rawValue), and "
          + "are read once for each; select processes with --comm, --exe or --pid")
    }
    for name in names.names.map(Optional.some) + (names.sawNone ? [nil] : []) {
      var options = options
      options.progress = nil
      options.areListed = true
      options.selection.select(name, by: kind)
      let part = try Self.read(paths, options).observations
      if !part.runs.isEmpty { services.append(Service(name: name, observations: part)) }
    }
    let divided = services.reduce(0) { $0 + $1.observations.events }
    guard divided == whole.observations.events else {
      throw .cannot(
        "error: of \(whole.observations.events.counting("call")), \(divided) are among those of a service or of "
          + "none; nothing is written, for calls would be lost or counted twice. Were the logs written to while "
          + "they were read?")
    }
  }

  private static func read(
    _ paths: [String], _ options: TraceOptions
  ) throws(WorkflowError) -> TraceSet {
    do {
      return try TraceSet(reading: paths, options: options)
    } catch {
      throw .cannot(error.line(as: "error"))
    }
  }

  /// Refuses logs whose lines do not tell a service: each of their calls would be in the file of those without.
  private static func requireServices(
    by kind: ServiceKind, in observations: Observations
  ) throws(WorkflowError) {
    for run in observations.runs {
      for name in run.formats {
        guard let format = TraceFormat.named(name), !format.services.contains(kind) else {
          continue
        }
        let others = ServiceKind.allCases.filter(format.services.contains).map(\.rawValue)
        throw .cannot(
          "\((run.files.first ?? run.name).escapedForTerminal): error: is a log of the format \"\(name)\", whose "
            + "lines tell no \(kind.rawValue); "
            + (others.isEmpty
              ? "it is the log of one service, which needs no division"
              : "it can be divided by \(others.joined(separator: " or "))"))
      }
    }
  }
}

extension DividedLog.Service {
  /// Where the service's observations stand in a folder. No name leads out of it, and no two names to one file.
  package var fileName: String {
    (name.map(Self.encoded) ?? "%unassigned") + ".observations.json"
  }

  /// All but letters, digits and `._-` as `%2F`, and a dot at the beginning.
  private static func encoded(_ name: String) -> String {
    var text = ""
    for byte in name.utf8 {
      let scalar = Unicode.Scalar(byte)
      let isPlain =
        scalar.isASCII && scalar.properties.isAlphabetic || (0x30...0x39).contains(byte)
        || (byte == UInt8(ascii: ".") && !text.isEmpty) || "_-".utf8.contains(byte)
      if isPlain {
        text.unicodeScalars.append(scalar)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return text
  }
}

extension Selection {
  /// Selects calls of a service; `nil` for those without.
  fileprivate mutating func select(_ service: String?, by kind: ServiceKind) {
    guard let service else {
      withoutService = kind
      return
    }
    switch kind {
    case .container: containers = [service]
    case .comm: commands = [service]
    case .exe: executables = [service]
    }
  }
}
