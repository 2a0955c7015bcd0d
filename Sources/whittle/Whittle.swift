import ArgumentParser

@main
struct Whittle: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "whittle",
    abstract: "Tightens seccomp profiles to what a container really does, and proves the result.")
}
