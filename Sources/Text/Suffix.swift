extension String {
  /// The text without its end; `nil` where it has another one.
  package func withoutSuffix(_ suffix: String) -> String? {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : nil
  }
}
