import Foundation
import TestSupport

/// A program, run to its end.
struct Program {
  let url: URL

  struct Outcome {
    let exitCode: Int32
    let output: Data
    /// What was said on standard error.
    let messages: String

    /// Everything that was said, for the message of a failed expectation.
    var transcript: String {
      "exit code \(exitCode)\n\(String(decoding: output, as: UTF8.self))\(messages)"
    }
  }

  /// Runs in the package's folder; is ended when the test's time is over.
  func callAsFunction(_ arguments: String...) async throws -> Outcome {
    try await self(arguments)
  }

  func callAsFunction(_ arguments: [String]) async throws -> Outcome {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let output = folder / "output"
    let messages = folder / "messages"
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    process.currentDirectoryURL = Self.package
    // What scripts use in place of a program of their own build.
    process.environment = ProcessInfo.processInfo.environment
      .merging(["WHITTLE": Self.whittle.url.path]) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files, because a pipe that nobody empties would stop the program.
    try Data().write(to: output)
    try Data().write(to: messages)
    let written = [try FileHandle(forWritingTo: output), try FileHandle(forWritingTo: messages)]
    // Foundation keeps a process whose end was told to a handler, and what it writes to, for ever; where some 1,360
    // descriptors are open, the next start of a process ends the tests.
    defer { for file in written { try? file.close() } }
    process.standardOutput = written[0]
    process.standardError = written[1]
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation {
        (continuation: CheckedContinuation<Void, any Error>) in
        process.terminationHandler = { _ in continuation.resume() }
        do {
          try process.runWithoutBlockedSignals()
        } catch {
          process.terminationHandler = nil
          continuation.resume(throwing: error)
        }
      }
    } onCancel: {
      if process.isRunning { process.terminate() }
    }
    return Outcome(
      exitCode: process.terminationStatus, output: try Data(contentsOf: output),
      messages: String(decoding: try Data(contentsOf: messages), as: UTF8.self))
  }
}

extension Program {
  /// The root of the repository.
  static let package = Command.package

  /// The command, as it was built beside these tests.
  static let whittle = Program(url: Command.built("whittle"))

  static let prove = Program(url: package.appending(path: "Tests/ContainerTests/prove"))
  static let ask = Program(url: package.appending(path: "Tests/ContainerTests/ask"))
  static let otherLibrary = Program(url: package.appending(path: "Tests/ContainerTests/other-libc"))
  static let image = Program(url: package.appending(path: "Tests/ContainerTests/image"))
  static let shell = Program(url: URL(filePath: "/bin/sh"))
  static let docker = Program(url: URL(filePath: "/usr/bin/docker"))
  static let survival = Program(url: package.appending(path: "scripts/survival"))
}
