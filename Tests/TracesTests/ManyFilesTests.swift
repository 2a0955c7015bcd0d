import Findings
import Foundation
import Logs
import Observations
import Syscalls
import TestSupport
import Testing
import Traces

/// Files are read side by side; what comes of it does not depend on who reads them.
@Suite struct ManyFilesTests {
  private func read(
    _ paths: [String], threads: Int
  ) throws -> (observations: Observations, skipped: [TraceError]) {
    var options = TraceOptions()
    options.assumedArchitecture = .x86_64
    options.threads = threads
    let traces = try TraceSet(reading: paths, options: options)
    return (traces.observations, traces.skipped)
  }

  /// A program of its own for every number: the calls, their arguments and their results differ.
  private func log(_ number: Int, lines: Int = 40, process: String = "") -> [UInt8] {
    var log =
      "\(process)execve(\"/bin/\(number)\", [\"\(number)\"], 0x7ffd1c6f3a48 /* 4 vars */) = 0\n"
    for line in 0..<lines {
      switch (number + line) % 5 {
      case 0: log += "\(process)read(3, \"\", \(line)) = 0\n"
      case 1: log += "\(process)socket(AF_INET, SOCK_STREAM|0x\(number % 7), 0) = \(line)\n"
      case 2:
        log += "\(process)openat(AT_FDCWD, \"/\(number)\", O_RDONLY) = -1 ENOENT (No such file)\n"
      case 3: log += "\(process)ioctl(1, 0x\(number)\(line)) = 0\n"
      default: log += "no call of \(number)\n"
      }
    }
    return Array((log + "\(process)+++ exited with 0 +++\n").utf8)
  }

  @Test func oneRunOfManyFilesIsTheSameForAnyThreadsAndOrder() throws {
    let folder = try TemporaryFolder()
    // The third is a piece of work of its own, the others are read together.
    let paths = try (0..<60).map {
      try folder.write(log($0, lines: $0 == 2 ? 30_000 : 40), to: "out.\(95 + $0)")
    }
    let alone = try read(paths, threads: 1).observations
    #expect(alone.runs.count == 1)
    #expect(alone.runs[0].processes == 60)
    #expect(alone.runs[0].lines == 59 * 42 + 30_002)
    // The files stand in the order of their numbers, not of their names.
    let execve = try #require(alone.runs[0].observations.first { "\($0.key.call)" == "execve" })
    #expect(execve.count == 60)
    #expect(execve.first == SourceLocation(file: paths[0], line: 1))
    for threads in [2, 3, 8] {
      #expect(try read(paths.reversed(), threads: threads).observations == alone)
      #expect(try read([folder.path], threads: threads).observations == alone)
    }
  }

  @Test func manyRunsAreTheSameForAnyThreadsAndOrder() throws {
    let folder = try TemporaryFolder()
    let paths = try (0..<30).map {
      try folder.write(log($0, process: "\(4711 + $0) "), to: "log-\($0).strace")
    }
    let alone = try read(paths, threads: 1).observations
    #expect(alone.runs.count == 30)
    #expect(try read(paths.reversed(), threads: 4).observations == alone)
    // Each as it is when it is read by itself.
    for path in paths {
      let run = try read([path], threads: 1).observations.runs[0]
      #expect(alone.runs.contains(run))
    }
  }

  @Test(arguments: [1, 2, 8]) func theFirstErrorInTheOrderOfPathsIsTold(_ threads: Int) throws {
    let folder = try TemporaryFolder()
    var paths = try (10..<40).map { try folder.write(log($0), to: "log-\($0)") }
    let quiet = Array("+++ exited with 0 +++\n".utf8)
    let empty = ["log-12x", "log-35x"].map { "\(folder.path)/\($0)" }
    for path in empty { try Data(quiet).write(to: URL(filePath: path)) }
    #expect { try read(empty.reversed(), threads: threads) } throws: { error in
      (error as? TraceError)?.path == empty[0]
    }
    // Beside others, that nothing stands in them is a loss.
    paths += empty
    #expect(try read(paths, threads: threads).observations.unread == empty)
    // A file that is no log at all is found before anything is read.
    paths.append(try folder.write(Array("nothing\n".utf8), to: "log-30x"))
    paths.append(try folder.write(Array("nothing\n".utf8), to: "log-38x"))
    #expect { try read(paths, threads: threads) } throws: { error in
      (error as? TraceError)?.path == "\(folder.path)/log-30x"
    }
    // In a folder it is passed over.
    _ = try folder.write(log(50), to: "log-12x")
    _ = try folder.write(log(51), to: "log-35x")
    let skipped = try read([folder.path], threads: threads).skipped
    #expect(skipped.map(\.path) == ["\(folder.path)/log-30x", "\(folder.path)/log-38x"])
  }

  /// A first page of strace's alone decides; a single line of anything else, and the whole sample does.
  @Test func aLogMayBeginWithForeignText() throws {
    let text = String(repeating: "starting up; read (2) = none\n", count: 300)
    let lines = String(decoding: log(3, lines: 1000), as: UTF8.self)
    #expect(try Recording(text + lines).run.formats == ["strace"])
    let record =
      "type=SYSCALL msg=audit(1795302163.943:17): arch=c000003e syscall=0 success=yes exit=0 a0=3 a1=0 a2=0 a3=0 items=0 ppid=1 pid=2\n"
    #expect(
      try Recording("read(3, \"\", 1) = 0\n" + String(repeating: record, count: 100)).run.formats
        == ["audit"])
  }
}
