/// A version of Docker's default profile, named for the first release that carried it.
///
/// The order is that of time, not of strictness: calls come and go.
enum Generation: Int, CaseIterable, Comparable {
  case v20_10_18, v23_0, v24_0_3, v25_0, v25_0_3, v28_2, v29_4_2, v29_4_3

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  static let newest = Generation.v29_4_3
}

extension Generation {
  /// Engine releases of one line that carry one generation.
  struct Span {
    let generation: Generation
    let releases: ClosedRange<Release>
    let text: String
  }

  /// The newest release that the facts were compared with.
  static let newestRelease = Release(29, 7, 2)

  /// Which releases carry which generation, from the tags of github.com/moby/moby.
  ///
  /// Two lines were kept up beside newer ones, and took some of their changes.
  static let spans: [Span] = [
    Span(.v20_10_18, Release(20, 10, 18)...Release(20, 10, 25), "20.10.18 to 20.10.25"),
    Span(.v23_0, Release(23, 0, 0)...Release(23, 0, 6), "23.0.0 to 23.0.6"),
    Span(.v24_0_3, Release(23, 0, 7)...Release(23, 0, 9), "23.0.7 to 23.0.9"),
    Span(.v23_0, Release(24, 0, 0)...Release(24, 0, 2), "24.0.0 to 24.0.2"),
    Span(.v24_0_3, Release(24, 0, 3)...Release(24, 0, 9), "24.0.3 to 24.0.9"),
    Span(.v25_0, Release(25, 0, 0)...Release(25, 0, 2), "25.0.0 to 25.0.2"),
    Span(.v25_0_3, Release(25, 0, 3)...Release(28, 1, .max), "25.0.3 to 28.1"),
    Span(.v28_2, Release(28, 2, 0)...Release(29, 4, 1), "28.2.0 to 29.4.1"),
    Span(.v29_4_2, Release(29, 4, 2)...Release(29, 4, 2), "29.4.2"),
    Span(.v29_4_3, Release(29, 4, 3)...newestRelease, "29.4.3 to 29.7.2"),
  ]
}

extension Generation.Span {
  fileprivate init(_ generation: Generation, _ releases: ClosedRange<Release>, _ text: String) {
    self.init(generation: generation, releases: releases, text: text)
  }
}
