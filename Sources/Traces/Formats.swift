internal import Audit
package import Logs
internal import Strace
internal import Tracers

extension TraceFormat {
  /// Every format, in the order in which ties between them are decided.
  package static let all: [TraceFormat] = [
    .strace, .straceSummary, .audit, .auditJSON, .journalExport, .auditbeat, .osquery, .enricher,
    .jsonEnricher, .bpftrace, .ftrace, .perfTrace, .names,
  ]

  /// The format with this name.
  package static func named(_ name: String) -> TraceFormat? {
    all.first { $0.name == name }
  }
}
