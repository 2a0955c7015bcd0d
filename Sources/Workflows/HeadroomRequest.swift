package import Minimization

/// What the user says of calls that are allowed ahead.
package struct HeadroomRequest: Sendable {
  /// `nil` for what the evidence allows.
  package var level: Headroom.Level?
  /// For which programs that are run beside the service.
  package var exec: Headroom.Exec
  /// How many known weaknesses are to be stopped at least; `nil` for any number.
  package var floor: Int?

  /// Says what the arguments say.
  package init(level: Headroom.Level?, exec: Headroom.Exec = .tools, floor: Int? = nil) {
    self.level = level
    self.exec = exec
    self.floor = floor
  }
}
