extension Int {
  /// A number of bytes, rounded down: `64 MiB`, `1 GiB`, `5 bytes`.
  package var asSize: String {
    // No loop over the units: of one the compiler makes now this code and now another.
    if self >> 30 > 0 { return "\(self >> 30) GiB" }
    if self >> 20 > 0 { return "\(self >> 20) MiB" }
    if self >> 10 > 0 { return "\(self >> 10) KiB" }
    return counting("byte")
  }
}
