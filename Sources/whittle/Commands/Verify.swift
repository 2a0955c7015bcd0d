internal import ArgumentParser

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check profiles: valid, within the baseline, and open for everything observed.")

  @Argument(help: "Profiles.")
  var profiles: [String]

  func run() throws {}
}
