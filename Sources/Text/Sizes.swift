extension Int {
  /// A number of bytes, rounded down: `64 MiB`, `1 GiB`, `5 bytes`.
  package var asSize: String {
    for (unit, shift) in [("GiB", 30), ("MiB", 20), ("KiB", 10)] where self >> shift > 0 {
      return "\(self >> shift) \(unit)"
    }
    return counting("byte")
  }
}
