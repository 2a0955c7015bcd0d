internal import ArgumentParser

/// How results and messages look.
struct OutputArguments: ParsableArguments {
  @Flag(help: "Print JSON for machines.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print errors only.")
  var quiet = false

  @Option(help: "Colour on the terminal: auto, always or never; NO_COLOR is heeded.")
  var color: Colour = .auto

  enum Colour: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
  }

  var messages: Messages { Messages(isQuiet: quiet, colour: color) }
}
