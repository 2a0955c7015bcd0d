internal import Files
internal import Logs
internal import Profiles
internal import Syscalls
internal import Text
internal import Traces
internal import Verification

/// The profiles that the words of a command line name: files, folders, or what a `whittle.json` names.
package struct GateTargets: Sendable {
  /// In the order of the words; those of a folder in that of their paths.
  package internal(set) var targets: [GateTarget] = []

  let here: WorkingFolder
  /// Those that were looked through, absolute.
  private(set) var folders: [String] = []
  private let demands: GateDemands
  private var search: ConfigurationSearch
  /// Absolute paths of what is verified already.
  private var seen: Set<String> = []
  /// How many profiles each configuration is about, by its path.
  private var uses: [String: Int] = [:]

  /// - Parameters:
  ///   - operands: paths; none for what the configuration names.
  ///   - configuration: the path of a `whittle.json` for all; `nil` to look for one.
  ///   - demands: what the command line says of all profiles.
  ///   - note: takes what was passed over, and which configuration was taken.
  package init(
    _ operands: [String], configuration: String?, demands: GateDemands, note: Note
  ) throws(WorkflowError) {
    here = try WorkingFolder()
    self.demands = demands
    search = try ConfigurationSearch(named: configuration, in: here)
    for operand in operands {
      if let folder = Folder(at: operand) {
        try add(folder, at: operand, note)
      } else if let stem = operand.withoutSuffix(".observations.json") {
        // Evidence that changed concerns its profile.
        if InputFile.exists(stem + ".json") {
          try add(here.absolute(stem + ".json"), shown: stem + ".json")
        }
      } else {
        try add(here.absolute(operand), shown: operand)
      }
    }
    if operands.isEmpty { try addConfigured(note) }
    guard !targets.isEmpty else {
      throw .usage("only observation files are named, and no profile to verify")
    }
    for (path, count) in uses.sorted(by: { $0.key < $1.key }) {
      note(
        "\(path.escapedForTerminal): note: says what \(count.counting("profile")) "
          + "\(count == 1 ? "is" : "are") held against")
    }
  }

  // MARK: What a configuration names

  private mutating func addConfigured(_ note: Note) throws(WorkflowError) {
    guard let configuration = try search.configuration(for: here.path) else {
      throw .usage(
        "name profiles or folders to verify, or write a \(Configuration.name), which names them")
    }
    for service in configuration.services { try add(service) }
    let convention = WorkingFolder.join(configuration.folder, "profiles")
    if let folder = Folder(at: convention) { try add(folder, at: convention, note) }
    guard !targets.isEmpty else {
      throw .cannot(
        "\(configuration.path.escapedForTerminal): error: names no service, and there is no folder profiles "
          + "beside it: there is nothing to verify")
    }
  }

  private mutating func add(_ service: Configuration.Service) throws(WorkflowError) {
    try add(service.profile, shown: here.shown(service.profile))
  }

  // MARK: Folders

  private mutating func add(
    _ folder: Folder, at path: String, _ note: Note
  ) throws(WorkflowError) {
    let before = targets.count
    for failure in folder.unlisted {
      addObstacle(failure.problem, at: here.shown(here.absolute(failure.path)))
    }
    for failure in folder.passedOver where failure.path.hasSuffix(".json") {
      note("\(failure.line(as: "warning")); passed over")
    }
    let files = folder.files.map(here.absolute)
    let present = Set(files)
    let root = here.absolute(path)
    folders.append(root)
    var configurations: [Configuration] = []
    if let own = try search.configuration(for: root) { configurations.append(own) }
    for file in files where file.hasSuffix("/" + Configuration.name) {
      configurations.append(try search.read(file))
    }
    let services = configurations.flatMap(\.services)
      .filter { $0.profile.hasPrefix(root == "/" ? "/" : root + "/") }
    for service in services { try add(service) }
    let evidence = Set(services.compactMap(\.evidence))

    var passedOver = 0
    for file in files where file.hasSuffix(".json") && !file.hasSuffix("/" + Configuration.name) {
      if let stem = file.withoutSuffix(".observations.json") {
        if !present.contains(stem + ".json"), !evidence.contains(file) {
          addObstacle(
            "is evidence, and its profile (\(here.shown(stem + ".json").escapedForTerminal)) is not there",
            at: here.shown(file))
        }
        continue
      }
      let hasEvidence = present.contains(ObservationFile(besideProfile: file).path)
      if hasEvidence || ProfileFile.isProfile(at: file) {
        try add(file, shown: here.shown(file))
      } else if !seen.contains(file) {
        passedOver += 1
      }
    }
    guard targets.count > before || !seen.isEmpty else {
      throw .cannot(
        "\(path.escapedForTerminal): error: holds no profile: no JSON file with a defaultAction, and none with "
          + "evidence (NAME.observations.json) beside it")
    }
    if passedOver > 0 {
      note(
        "\(path.escapedForTerminal): note: \(passedOver.counting("JSON file")) passed over: "
          + "\(passedOver == 1 ? "it is no profile" : "they are no profiles")")
    }
  }

  private mutating func addObstacle(_ problem: String, at path: String) {
    guard seen.insert(here.absolute(path)).inserted else { return }
    targets.append(
      target(path, .init(), evidence: ObservationFile(besideProfile: path), obstacle: problem))
  }

  // MARK: One profile

  /// - Parameters:
  ///   - file: absolute.
  ///   - path: the same as messages name it.
  private mutating func add(_ file: String, shown path: String) throws(WorkflowError) {
    guard seen.insert(file).inserted else { return }
    let configuration = try search.configuration(for: WorkingFolder.parent(of: file))
    let service = configuration?.services.first { $0.profile == file }
    if let configuration { uses[configuration.path, default: 0] += 1 }
    let settings =
      (service?.settings ?? .init()).completed(by: configuration?.settings ?? .init())
    let obstacle = path == "-" ? nil : service.flatMap { self.obstacle(of: $0) }
    let evidence =
      service?.evidence.map { ObservationFile(at: here.shown($0)) }
      ?? ObservationFile(besideProfile: path)
    let machines = demands.request.architecture.map { [$0] } ?? settings.architectures ?? []
    if machines.count < 2 {
      targets.append(
        target(
          path, settings, evidence: evidence, on: machines.first,
          isDemanded: settings.architectures != nil, obstacle: obstacle))
      return
    }
    for machine in machines {
      targets.append(
        target(
          path, settings, evidence: evidence, on: machine, among: machines, isDemanded: true,
          obstacle: obstacle))
    }
  }

  /// Why a service cannot be checked: a file of its is not there.
  private func obstacle(of service: Configuration.Service) -> String? {
    absence(of: service.profile, as: "profile", of: service)
      ?? absence(of: service.evidence, as: "evidence", of: service)
  }

  private func absence(
    of file: String?, as role: String, of service: Configuration.Service
  ) -> String? {
    guard let file, !InputFile.exists(file) else { return nil }
    return "there is no such file as \(here.shown(file).escapedForTerminal), which "
      + "\(service.place) has for its \(role)"
  }

  private func target(
    _ path: String, _ settings: Configuration.Settings, evidence: ObservationFile,
    on machine: Architecture? = nil, among machines: [Architecture] = [], isDemanded: Bool = false,
    obstacle: String?
  ) -> GateTarget {
    let baseline = BaselineReference(demands.baseline ?? settings.baseline ?? "docker")
    var request = demands.request
    request.architecture = machine
    request.defaultCapabilities = baseline.defaultCapabilities
    request.kernel = request.kernel ?? settings.kernel
    if request.addedCapabilities.isEmpty, request.droppedCapabilities.isEmpty {
      request.addedCapabilities = settings.addedCapabilities ?? []
      request.droppedCapabilities = settings.droppedCapabilities ?? []
    }
    request.noNewPrivileges = request.noNewPrivileges ?? settings.noNewPrivileges
    request.runtime = request.runtime ?? settings.runtime
    request.withInit = request.withInit || settings.withInit ?? false
    let overrides = demands.overrides.completed(
      by: demands.isStrict ? settings.overrides.strict : settings.overrides)
    return GateTarget(
      path: path, architecture: machines.count > 1 ? machine : nil, baseline: baseline,
      evidence: evidence, request: request, limits: settings.limits, overrides: overrides,
      demandedArchitecture: isDemanded ? machine : nil,
      otherArchitectures: Set(machines.filter { $0 != machine }), obstacle: obstacle)
  }
}
