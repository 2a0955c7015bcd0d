internal import Findings
internal import Profiles
internal import Syscalls

extension Check {
  static let environmentDiffers: Check = .init(
    .environmentDiffers, .error, .high,
    title: "The profile lists other architectures than whittle.json says that it is for.",
    help: "Generate the profile for that machine (--arch), or correct whittle.json."
  ) { examination in
    guard let verifier = examination.verifier,
      let demanded = examination.circumstances.demandedArchitecture
    else { return [] }
    let listed = verifier.profile.architectures
    guard !listed.isEmpty, !listed.contains(where: { $0.host == demanded.host }) else { return [] }
    let names = listed.map(\.rawValue).joined(separator: ", ")
    return [
      Finding(
        .environmentDiffers, environmentDiffers.severity, architecture: demanded,
        facts: "whittle.json says that the profile is for \(demanded), and it lists \(names).",
        help: environmentDiffers.help)
    ]
  }
}
