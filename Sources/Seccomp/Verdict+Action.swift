package import Filters
package import Profiles
internal import Syscalls

extension Verdict {
  /// What a filter answers where a profile says `action`.
  package init(_ action: Action) {
    switch action {
    case .allow: self = .allow
    case .log: self = .log
    case .notify: self = .notify
    case .trace(let number): self = .trace(number.rawValue)
    case .errno(let number): self = .errno(number.rawValue)
    case .trap: self = .trap(0)
    case .kill, .killThread: self = .killThread
    case .killProcess: self = .killProcess
    }
  }
}
