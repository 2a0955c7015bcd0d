internal import CSeccomp
import Filters
import Profiles
import Syscalls

/// One call of libseccomp's `seccomp_rule_add`.
struct LibraryRule {
  /// Index of the profile's rule that it comes from.
  let rule: Int
  let name: String
  let number: Int32
  let action: Verdict
  let conditions: [Condition]
}

/// What a child process is asked to compile.
struct CompilationJob {
  let fallback: Verdict
  let architectures: [Architecture]
  let entries: [LibraryRule]
  let usesTree: Bool
  let timeLimit: Duration
  let memoryLimit: UInt64

  /// How it went; of the C side's outcome everything but the memory it owns.
  struct Outcome {
    let step: cseccomp_step
    let index: Int
    let errno: Int32
    let signal: Int32
    let timedOut: Bool
    let bytes: [UInt8]
  }

  func run() -> Outcome {
    var conditions: [cseccomp_condition] = []
    var rules: [cseccomp_rule] = []
    rules.reserveCapacity(entries.count)
    for entry in entries {
      rules.append(
        cseccomp_rule(
          action: entry.action.returnValue, number: entry.number,
          first_condition: conditions.count, condition_count: entry.conditions.count))
      for condition in entry.conditions {
        conditions.append(
          cseccomp_condition(
            argument: UInt32(condition.index), comparison: condition.operator.libraryValue,
            value: condition.value, second: condition.valueTwo))
      }
    }
    let tokens = architectures.map(\.libraryToken)
    let (seconds, attoseconds) = timeLimit.components
    let milliseconds =
      UInt64(max(0, seconds)) * 1000 + UInt64(max(0, attoseconds) / 1_000_000_000_000_000)

    // SAFETY: the three arrays outlive the call, which copies what it needs into the child by
    // forking; counts and slices are theirs. The outcome's bytes are copied before they are freed,
    // and freed once.
    return unsafe tokens.withUnsafeBufferPointer { tokens in
      unsafe rules.withUnsafeBufferPointer { rules in
        unsafe conditions.withUnsafeBufferPointer { conditions in
          var job = unsafe cseccomp_job(
            default_action: fallback.returnValue,
            optimization: usesTree ? 2 : 1,
            without_native: architectures.contains(.native) ? 0 : 1,
            architectures: tokens.baseAddress, architecture_count: tokens.count,
            rules: rules.baseAddress, rule_count: rules.count,
            conditions: conditions.baseAddress,
            milliseconds: milliseconds, memory_bytes: memoryLimit)
          var outcome = unsafe cseccomp_compile(&job)
          defer { unsafe cseccomp_release(&outcome) }
          let bytes = unsafe UnsafeBufferPointer(
            start: outcome.bytes, count: outcome.byte_count)
          return unsafe Outcome(
            step: outcome.step, index: outcome.index, errno: outcome.error,
            signal: outcome.signal, timedOut: outcome.timed_out != 0, bytes: Array(bytes))
        }
      }
    }
  }
}

extension Condition.Operator {
  /// `enum scmp_compare` of `seccomp.h`.
  fileprivate var libraryValue: UInt32 {
    switch self {
    case .notEqual: 1
    case .less: 2
    case .lessOrEqual: 3
    case .equal: 4
    case .greaterOrEqual: 5
    case .greater: 6
    case .maskedEqual: 7
    }
  }
}
