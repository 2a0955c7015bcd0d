internal import ArgumentParser
internal import Files
internal import Programs
internal import Reports
internal import Workflows

struct ReachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach",
    abstract: "Tell which system calls programs can make, and why.",
    discussion: """
      whittle reach /usr/bin/curl
      whittle reach /usr/sbin/nginx --root /proc/4711/root

      Reads machine code, and runs nothing: the programs, what they load, what shell scripts among them \
      name, and the C library, function by function. Code of x86-64, i386 and aarch64.
      """)

  @Argument(help: "Programs, scripts or libraries; with --root, their paths inside of it.")
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "Folder that is the programs' root: an extracted image, /proc/PID/root, an overlay's merged folder; or a file of docker export.",
      valueName: "path"))
  var root: String?

  @Option(
    help:
      "Also programs that docker exec and health checks run: shell (sh, cat, ls, ...) or tools (also cp, find, tar, ...)."
  )
  var kit: ExecKit = .none

  @Flag(help: "Print the files that were read, and why each, instead of the calls.")
  var listFiles = false

  @OptionGroup var out: OutputArguments

  func run() throws {
    let messages = out.messages
    let reach = try ReachInquiry.reach(of: files, root: root, with: kit, note: messages.note)
    let report = ReachReport(reach)
    try StandardOutput.write(out.bytes(of: listFiles ? ReachedFilesReport(reach) : report))
    messages.note(report.summary)
  }
}

extension ExecKit: ExpressibleByArgument {}
