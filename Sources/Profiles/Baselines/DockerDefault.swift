/// A version of Docker's default profile.
///
/// The order is that of time, not of strictness: calls come and go.
enum DockerDefault: Int, CaseIterable, Comparable {
  /// 20.10.18
  case v20
  /// 23.0.0: keys of memory, no AF_VSOCK.
  case v23
  /// 23.0.7 and 24.0.3: name_to_handle_at for everybody.
  case v24
  /// 25.0.0: no io_uring.
  case v25
  /// 25.0.3: calls of Linux 5.17 to 6.7.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case v25_0_3
  /// 28.2.0: calls of Linux 6.8 to 6.13.
  case v28
  /// 29.4.2: no AF_ALG, and no socketcall, which hides the family.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case v29_4_2
  /// 29.4.3: socketcall again.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case v29_4_3

  static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  static let newest = DockerDefault.v29_4_3
}

extension DockerDefault {
  /// Engine releases of one line that carry one generation.
  struct Span {
    let generation: DockerDefault
    let releases: ClosedRange<Release>
    let text: String
  }

  /// The newest release that the facts were compared with.
  static let newestRelease = Release(29, 7, 2)

  /// Which releases carry which generation, from the tags of github.com/moby/moby.
  ///
  /// Two lines were kept up beside newer ones, and took some of their changes.
  static let spans: [Span] = [
    Span(.v20, Release(20, 10, 18)...Release(20, 10, 25), "20.10.18 to 20.10.25"),
    Span(.v23, Release(23, 0, 0)...Release(23, 0, 6), "23.0.0 to 23.0.6"),
    Span(.v24, Release(23, 0, 7)...Release(23, 0, 9), "23.0.7 to 23.0.9"),
    Span(.v23, Release(24, 0, 0)...Release(24, 0, 2), "24.0.0 to 24.0.2"),
    Span(.v24, Release(24, 0, 3)...Release(24, 0, 9), "24.0.3 to 24.0.9"),
    Span(.v25, Release(25, 0, 0)...Release(25, 0, 2), "25.0.0 to 25.0.2"),
    Span(.v25_0_3, Release(25, 0, 3)...Release(28, 1, .max), "25.0.3 to 28.1"),
    Span(.v28, Release(28, 2, 0)...Release(29, 4, 1), "28.2.0 to 29.4.1"),
    Span(.v29_4_2, Release(29, 4, 2)...Release(29, 4, 2), "29.4.2"),
    Span(.v29_4_3, Release(29, 4, 3)...newestRelease, "29.4.3 to 29.7.2"),
  ]
}

extension DockerDefault.Span {
  fileprivate init(_ generation: DockerDefault, _ releases: ClosedRange<Release>, _ text: String) {
    self.init(generation: generation, releases: releases, text: text)
  }
}
