internal import ArgumentParser

/// How much is said on standard error, and how it looks.
struct MessageArguments: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Option(help: "Colour on the terminal: auto, always or never; NO_COLOR is heeded.")
  var color: Colour = .auto

  enum Colour: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }
}
