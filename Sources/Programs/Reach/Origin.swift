/// Why a file is looked at.
package enum Origin: Hashable, Sendable {
  /// It was named, or a log shows that it was executed.
  case executed
  /// A log shows that it was opened.
  case opened
  /// After `#!` of a script.
  case interpreter(of: String)
  /// As the dynamic loader of a program.
  case loader(of: String)
  /// In the list of libraries that another file needs.
  case needed(by: String)
  /// Beside a library that was loaded while the program ran.
  case neighbour(of: String)
  /// In a folder, or at a path, that stands in another file as a text.
  case named(in: String)
  /// As a word of a shell script.
  case script(String)
  /// As the shell that a function of the C library starts.
  case shell(for: String)
  /// As a source of names that `nsswitch.conf` lists.
  case nameService
  /// In the image's HEALTHCHECK, ENTRYPOINT or CMD.
  case image
  /// As a program that is run beside the service.
  case kit(ExecKit)
}

extension Origin: CustomStringConvertible {
  /// The rest of a line that begins with the file's path.
  package var description: String {
    switch self {
    case .executed: "executed"
    case .opened: "loaded"
    case .interpreter(let script): "interpreter of \(script)"
    case .loader(let program): "loader of \(program)"
    case .needed(let file): "needed by \(file)"
    case .neighbour(let file): "beside \(file)"
    case .named(let file): "named in \(file)"
    case .script(let script): "named in the script \(script)"
    case .shell(let file): "shell that \(file) can start"
    case .nameService: "named in /etc/nsswitch.conf"
    case .image: "named in the image's configuration"
    case .kit(let kit): "of the programs for docker exec (\(kit.rawValue))"
    }
  }
}
