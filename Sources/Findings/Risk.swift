extension Finding {
  /// How much is at stake where something is found, whether or not the answer is no because of it.
  ///
  /// The scale is Trivy's (`pkg/report/sarif.go`), so that findings of both can stand in one list.
  package enum Risk: String, CaseIterable, Comparable, Hashable, Sendable {
    case low, medium, high, critical

    package static func < (left: Self, right: Self) -> Bool { left.score < right.score }

    /// As the `security-severity` of a rule in SARIF, from 0 to 10.
    package var score: Double {
      switch self {
      case .low: 2.0
      case .medium: 5.5
      case .high: 8.0
      case .critical: 9.5
      }
    }
  }

  /// The names under which other tools know the subject of all findings, a container's seccomp profile, as tags:
  /// the CIS Docker Benchmark's, Trivy's and Checkov's for Kubernetes, Kubescape's, and the OWASP Docker
  /// Security Cheat Sheet's.
  package static let otherNames = [
    "cis-docker-5.22", "KSV-0030", "KSV-0104", "CKV_K8S_31", "C-0210", "owasp-docker-6",
  ]
}
