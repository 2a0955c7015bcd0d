/// What a deployment is checked with beside its text.
package struct DeploymentCircumstances: Sendable {
  /// The first number of the engine's version; `nil` where nobody says it.
  let engine: Int?
  /// Why the file of a profile, as a deployment names it, cannot be used: finished sentences, safe to print; `nil`
  /// for a file that can.
  let obstacle: @Sendable (String) -> String?

  /// - Parameters:
  ///   - engine: the first number of the engine's version; `nil` where nobody says it.
  ///   - obstacle: why the file of a profile cannot be used; `nil` for one that can.
  package init(engine: Int?, obstacle: @escaping @Sendable (String) -> String?) {
    self.engine = engine
    self.obstacle = obstacle
  }
}
