extension Double {
  /// A share of one in a hundred parts: `13 %`; `0.4 %` for what is less than one of them.
  package var percentage: String {
    let percent = self * 100
    guard percent < 1, percent > 0 else { return "\(Int(percent.rounded())) %" }
    return percent < 0.1 ? "less than 0.1 %" : "0.\(Int((percent * 10).rounded(.down))) %"
  }
}
