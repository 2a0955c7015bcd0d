import Foundation

/// Runs the built command, or a script, as a user does.
struct Command {
  let status: Int32
  let output: String
  let errors: String

  /// - Parameters:
  ///   - program: what is run with the arguments.
  ///   - folder: the working directory.
  ///   - device: what standard output is instead of a pipe.
  ///   - whileRunning: called once the command has printed something.
  init(
    _ arguments: [String], of program: URL = built("whittle"), in folder: URL, input: String = "",
    writingTo device: FileHandle? = nil,
    whileRunning: ((Process) -> Void)? = nil
  ) throws {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = device ?? standardOutput
    process.standardError = standardError
    try process.run()
    if device != nil { try standardOutput.fileHandleForWriting.close() }
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    var printed = Data()
    if let whileRunning {
      printed = standardOutput.fileHandleForReading.availableData
      whileRunning(process)
    }
    // Standard error is short in all tests; standard output is drained first.
    printed += standardOutput.fileHandleForReading.readDataToEndOfFile()
    output = String(decoding: printed, as: UTF8.self)
    errors = String(
      decoding: standardError.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
  }

  /// Executables stand where the test bundle was built.
  static func built(_ name: String) -> URL {
    URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: name)
  }
}

/// An empty folder that goes away with the test.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "whittle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func contents(of name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
  }
}

/// A small log of a program that starts, reads a file and ends.
let plainLog = """
  execve("/bin/true", ["true"], 0x7ffd1c6f3a48 /* 4 vars */) = 0
  brk(NULL)                               = 0x55d0c0e4f000
  openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3
  read(3, "root", 4)                      = 4
  close(3)                                = 0
  exit_group(0)                           = ?
  +++ exited with 0 +++

  """
