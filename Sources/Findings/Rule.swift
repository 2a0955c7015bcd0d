extension Finding {
  /// What a gate looks for: one kind of finding, what it means, and what to do about it.
  package struct Rule: Sendable {
    /// What it finds.
    package let kind: Kind
    /// What such a finding says, in half a sentence.
    package let title: String
    /// What to do about it.
    package let help: String
    /// Of its findings, but for those that say another one.
    package let severity: Severity
    /// How much is at stake.
    package let risk: Risk
    /// What it is about, beside containers, and the names under which other tools know that: tags.
    package let tags: [String]

    /// What a gate looks for.
    package init(
      _ kind: Kind, _ severity: Severity, _ risk: Risk, title: String, help: String, tags: [String]
    ) {
      self.kind = kind
      self.severity = severity
      self.risk = risk
      self.title = title
      self.help = help
      self.tags = tags
    }
  }
}
