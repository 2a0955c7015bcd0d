import FuzzingDriver
import Glibc

/// What libFuzzer calls (`scripts/fuzz`): bytes from outside for the reader that the environment names.
///
/// A property that does not hold ends the process, so that libFuzzer keeps the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: libFuzzer hands over `count` bytes, which outlive the call.
  let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
  subject.check(input)
  return 0
}

/// A reader of bytes from outside, and what must hold of it.
protocol FuzzSubject: Sendable {
  func check(_ input: [UInt8])
}

private let subject: any FuzzSubject = {
  // SAFETY: nothing changes the environment.
  let name = unsafe getenv("WHITTLE_FUZZ_READER").map { unsafe String(cString: $0) } ?? ""
  return switch name {
  case "observations": ObservationFileSubject()
  case "profile": ProfileSubject()
  case "bpf": FilterSubject()
  case "envelopes": EnvelopeSubject()
  case "lint": LintSubject()
  case "program": ProgramSubject()
  case "archive": ArchiveSubject()
  default: LogSubject(format: name)
  }
}()

/// Ends the process where a property does not hold.
func require(_ holds: Bool, _ message: @autoclosure () -> String) {
  guard !holds else { return }
  fatalError("fuzzing: \(message())")
}
