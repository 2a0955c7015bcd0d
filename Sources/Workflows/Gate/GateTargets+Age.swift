internal import Glibc
internal import Verification

extension GateTargets {
  /// Asks git how old the evidence is where somebody wants to know.
  package mutating func tellAges() throws(WorkflowError) {
    let now = time(nil)
    for index in targets.indices where targets[index].limits.evidenceDays != nil {
      let path = here.absolute(targets[index].evidence.path)
      guard targets[index].evidence.exists else { continue }
      let git = Git(in: WorkingFolder.parent(of: path))
      do throws(WorkflowError) {
        let change = try git.lastChange(of: WorkingFolder.name(of: path))
        targets[index].evidenceAge = .days(max(0, (now - (change ?? now)) / 86_400))
      } catch {
        targets[index].evidenceAge = .unknown(error.message)
      }
    }
  }
}
