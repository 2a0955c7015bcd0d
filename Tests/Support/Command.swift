package import Foundation

/// Runs the built command, or a script, as a user does.
package struct Command {
  package let status: Int32
  package let output: String
  package let errors: String

  /// - Parameters:
  ///   - program: what is run with the arguments.
  ///   - folder: the working directory.
  ///   - device: what standard output is instead of a pipe.
  ///   - whileRunning: called once the command has printed something.
  package init(
    _ arguments: [String], of program: URL = built("whittle"), in folder: URL, input: String = "",
    writingTo device: FileHandle? = nil,
    whileRunning: ((Process) -> Void)? = nil
  ) throws {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let (standardInput, standardOutput) = (Pipe(), Pipe())
    // A file, so that nobody waits for standard error to be read while standard output is.
    let messages = FileManager.default.temporaryDirectory.appending(
      path: "whittle-\(UUID().uuidString).err")
    try Data().write(to: messages)
    defer { try? FileManager.default.removeItem(at: messages) }
    let standardError = try FileHandle(forWritingTo: messages)
    process.standardInput = standardInput
    process.standardOutput = device ?? standardOutput
    process.standardError = standardError
    try process.runWithoutBlockedSignals()
    if device != nil { try standardOutput.fileHandleForWriting.close() }
    Self.write(input, to: standardInput.fileHandleForWriting)
    try standardInput.fileHandleForWriting.close()
    var printed = Data()
    if let whileRunning {
      printed = standardOutput.fileHandleForReading.availableData
      whileRunning(process)
    }
    printed += standardOutput.fileHandleForReading.readDataToEndOfFile()
    output = String(decoding: printed, as: UTF8.self)
    process.waitUntilExit()
    try standardError.close()
    errors = String(decoding: try Data(contentsOf: messages), as: UTF8.self)
    status = process.terminationStatus
  }

  /// Writes as much as the program reads: one that ends early, as over a wrong option, must not end the tests by
  /// SIGPIPE.
  private static func write(_ input: String, to pipe: FileHandle) {
    var broken = sigset_t()
    var before = sigset_t()
    // SAFETY: both sets are valid for the time of the calls, which change this thread's mask alone.
    unsafe sigemptyset(&broken)
    unsafe sigaddset(&broken, SIGPIPE)
    unsafe pthread_sigmask(SIG_BLOCK, &broken, &before)
    if (try? pipe.write(contentsOf: Data(input.utf8))) == nil {
      var now = timespec()
      unsafe sigtimedwait(&broken, nil, &now)
    }
    unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  /// An executable of the package, which stands where the tests were built.
  package static func built(_ name: String) -> URL {
    let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return URL(filePath: tests ?? CommandLine.arguments[0]).deletingLastPathComponent()
      .appending(path: name)
  }

  /// The root of the repository.
  package static let package = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}
