import Foundation
import Syscalls
import TestSupport
import Testing

extension ContainerTests {
  /// What the installed runtimes call under the filter is in the catalog.
  @Suite struct FloorTests {
    @Test func catalogHoldsWhatIsMeasured() async throws {
      let measured = try await Program(
        url: Program.package.appending(path: "scripts/measure-floor"))()
      try #require(measured.exitCode == 0, "\(measured.transcript)")
      let rows = String(decoding: measured.output, as: UTF8.self).split(separator: "\n")
        .map { $0.split(separator: "\t").map(String.init) }
      #expect(rows.count >= 12 && rows.allSatisfy { $0.count == 5 }, "\(measured.transcript)")
      for row in rows {
        var known: [String]
        switch (row[0], row[2]) {
        case ("runc", "-"): known = RuntimeCalls.runc
        case ("runc", _): known = RuntimeCalls.runcWithNoNewPrivileges
        case (_, "-"): known = RuntimeCalls.crun
        default: known = RuntimeCalls.crunWithNoNewPrivileges
        }
        if row[3] == "init" { known += RuntimeCalls.tini }
        let calls = row[4].split(separator: " ").map(String.init)
        #expect(calls.contains("execve") && Set(calls).isSubset(of: known), "\(row)")
      }
    }
  }
}
