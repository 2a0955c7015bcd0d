extension Int {
  /// `1 run`, `3 runs`; `plural` where it is more than an `s`.
  package func counting(_ noun: String, _ plural: String? = nil) -> String {
    "\(self) \(self == 1 ? noun : plural ?? noun + "s")"
  }

  /// `once`, `17 times`.
  package var times: String { self == 1 ? "once" : "\(self) times" }
}
