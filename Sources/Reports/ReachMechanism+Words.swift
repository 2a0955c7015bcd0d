package import Observations

extension ReachMechanism {
  /// Of which programs it speaks, for the end of a sentence about them.
  package var words: String {
    switch self {
    case .run: "of programs that ran"
    case .neighbours: "of files beside them"
    case .scripts: "of programs in scripts"
    case .shell: "of the shell that they start"
    case .image: "of the image's configuration"
    case .execShell: "of the shell for docker exec"
    case .execTools: "of tools for docker exec"
    }
  }
}
