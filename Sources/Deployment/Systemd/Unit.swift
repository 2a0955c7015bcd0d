internal import Findings
internal import JSON
internal import Profiles
internal import Syscalls
internal import Text

extension Deployment {
  /// A unit of systemd; of Podman's ones, the container.
  init(unit text: UnitText) throws(DeploymentError) {
    var reader = UnitReader(text)
    let workload =
      text.assignments.contains { $0.section == "Container" }
      ? reader.container() : reader.service()
    self.init(of: .unit, workload.map { [$0] } ?? [], unread: reader.unread, holdsMore: true)
  }
}

private struct UnitReader {
  private let text: UnitText
  private(set) var unread: [Unread] = []

  init(_ text: UnitText) {
    self.text = text
    for (line, place) in text.ignored {
      keep(
        "The line \(line.quotedForTerminal) assigns nothing, and systemd passes over it.", place,
        help: "Correct the line, or take it out.")
    }
  }

  private mutating func keep(_ facts: String, _ place: SourceLocation, help: String? = nil) {
    unread.append(Unread(facts: facts, help: help, location: place, workload: text.name))
  }

  private func last(_ key: String, in section: String = "Service") -> UnitText.Assignment? {
    text.values(key, in: section).last
  }

  private func truth(_ key: String, in section: String = "Service") -> Setting<Bool>? {
    last(key, in: section).map {
      Setting(
        value: ["1", "yes", "true", "on", "y", "t"].contains($0.value.lowercased()),
        location: $0.location)
    }
  }

  private func workload(_ noun: String, section: String) -> Workload {
    let own = text.assignments.first { $0.section == section } ?? text.assignments.first
    var workload = Workload(
      text.name, noun, at: own?.location ?? SourceLocation(file: text.name, line: 1))
    workload.isWhole = text.isWhole
    let stem = text.name.prefix { $0 != "." && $0 != "@" }
    workload.otherNames = [String(stem)]
    return workload
  }

  // MARK: Services

  /// What is read of a service.
  private static let keys = [
    "SystemCallFilter", "SystemCallErrorNumber", "SystemCallArchitectures", "SystemCallLog",
    "NoNewPrivileges", "CapabilityBoundingSet", "AmbientCapabilities", "RestrictNamespaces",
    "RestrictAddressFamilies",
  ]

  /// What refuses some of certain calls besides (systemd.exec(5)).
  private static let otherFilters: [String: [String]] = [
    "RestrictAddressFamilies": ["socket", "socketcall"],
    "MemoryDenyWriteExecute": ["mmap", "mmap2", "mprotect", "pkey_mprotect", "shmat"],
    "RestrictRealtime": ["sched_setscheduler"],
    "RestrictSUIDSGID": [
      "chmod", "fchmod", "fchmodat", "fchmodat2", "mkdir", "mkdirat", "mknod", "mknodat", "creat",
      "open", "openat", "openat2",
    ],
    "LockPersonality": ["personality"],
    "ProtectKernelTunables": ["_sysctl"],
    "ProtectKernelModules": ["init_module", "finit_module", "delete_module"],
    "ProtectKernelLogs": ["syslog"],
    "ProtectClock": [
      "adjtimex", "clock_adjtime", "clock_adjtime64", "clock_settime", "clock_settime64",
      "settimeofday", "stime",
    ],
    "ProtectHostname": ["sethostname", "setdomainname"],
    "PrivateDevices": ["ioperm", "iopl", "pciconfig_read", "pciconfig_write"],
    "RestrictNamespaces": ["clone", "clone3", "unshare", "setns"],
  ]

  mutating func service() -> Workload? {
    guard text.assignments.contains(where: { $0.section == "Service" }) else {
      if let first = text.assignments.first {
        keep(
          "The unit starts no service, so there was nothing to check.", first.location,
          help: "Leave the file out.")
      }
      return nil
    }
    keepMisplaced()
    var service = workload("unit", section: "Service")
    service.noNewPrivileges = truth("NoNewPrivileges")
    service.user = last("User").map { Setting(value: $0.value, location: $0.location) }
    service.defaultCapabilities = boundingSet()
    if let architecture = last("ConditionArchitecture", in: "Unit") {
      let word = architecture.value == "x86-64" ? "x86_64" : architecture.value
      service.architecture = Architecture(userName: word == "arm64" ? "aarch64" : word).map {
        Setting(value: $0, location: architecture.location)
      }
    }
    readCommands(of: &service)
    let assignments = text.values("SystemCallFilter", in: "Service")
    if let first = assignments.first {
      service.seccomp = SeccompChoice(.calls(filter(assignments)), at: first.location)
    }
    return service
  }

  private mutating func filter(_ assignments: ArraySlice<UnitText.Assignment>) -> SystemCallFilter {
    var filter = SystemCallFilter(isAllowList: assignments.first?.value.first != "~")
    for assignment in assignments {
      let known = filter.unknown.count
      let isInverted = assignment.value.first == "~"
      filter.add(
        assignment.value.dropFirst(isInverted ? 1 : 0).split(whereSeparator: \.isWhitespace),
        isInverted: isInverted)
      for word in filter.unknown.dropFirst(known) {
        keep(
          "\(word.quotedForTerminal) is no call and no group of calls that is known here, and was passed over, as "
            + "systemd does.", assignment.location, help: "Correct the name.")
      }
    }
    if let refusal = last("SystemCallErrorNumber") {
      switch SystemCallFilter.answer(refusal.value) {
      case .errno(let errno): filter.refusal = .errno(errno)
      case .kill: filter.refusal = .killProcess
      default:
        keep(
          "\(refusal.value.quotedForTerminal) is no error number, and is passed over.",
          refusal.location, help: "Write EPERM, or another name of errno(3).")
      }
    }
    filter.isNativeOnly = last("SystemCallArchitectures")?.value == "native"
    filter.restrictsNamespaces = truth("RestrictNamespaces")?.value == true
    for (key, calls) in Self.otherFilters {
      guard let own = last(key), !["no", "false", "0", "off"].contains(own.value.lowercased()),
        key != "RestrictNamespaces" || !filter.restrictsNamespaces
      else { continue }
      filter.restrictedElsewhere.formUnion(calls)
    }
    return filter
  }

  /// `CapabilityBoundingSet=`: the first assignment begins with none or, with ~, with all.
  private func boundingSet() -> Set<Capability> {
    let all = Set(Capability.allCases)
    let own = text.assignments.filter {
      $0.section == "Service" && $0.key == "CapabilityBoundingSet"
    }
    var result: Set<Capability>?
    for assignment in own {
      let isInverted = assignment.value.first == "~"
      let named = assignment.value.dropFirst(isInverted ? 1 : 0).split(
        whereSeparator: \.isWhitespace
      )
      .compactMap { try? Capability(userName: String($0)) }
      if named.isEmpty {
        result = isInverted ? all : []
      } else if isInverted {
        result = (result ?? all).subtracting(named)
      } else {
        result = (result ?? []).union(named)
      }
    }
    return result ?? all
  }

  private mutating func readCommands(of service: inout Workload) {
    for key in ["ExecStart", "ExecStartPre", "ExecStartPost", "ExecReload", "ExecStop"] {
      for command in text.values(key, in: "Service") {
        // Prefixes stand in any order (systemd.service(5)).
        let prefix = command.value.prefix { "@-:+!|".contains($0) }
        if prefix.contains("+") { service.unfilteredCommand = command.location }
        let words = command.value.dropFirst(prefix.count).split(whereSeparator: \.isWhitespace)
        let program = words.first?.split(separator: "/").last
        if key == "ExecStart", ["docker", "podman", "nerdctl"].contains(program),
          words.contains(where: { ["run", "start", "compose"].contains($0) })
        {
          service.startsContainer = true
          keep(
            "\(service.shown) starts a container by \(String(program ?? "").escapedForTerminal), which no setting of the "
              + "unit holds: its options were not checked.", command.location,
            help: "Check what \(program ?? "docker") inspect prints of it.")
        }
      }
    }
  }

  /// What looks like a setting of this kind, and is none where it stands.
  private mutating func keepMisplaced() {
    for assignment in text.assignments {
      if Self.keys.contains(assignment.key) {
        guard assignment.section != "Service" else { continue }
        keep(
          "\(assignment.key) stands in the section \(assignment.section.quotedForTerminal), where systemd passes over it.",
          assignment.location, help: "Move it to [Service].")
      } else if assignment.key.count > 9, Self.otherFilters[assignment.key] == nil,
        let meant = nearest(assignment.key, among: Self.keys)
      {
        keep(
          "\(assignment.key.quotedForTerminal) is no setting of systemd, which passes over it.",
          assignment.location, help: "Did you mean \(meant)?")
      }
    }
  }

  // MARK: Podman's units

  /// A `.container` file (podman-systemd.unit(5)).
  func container() -> Workload {
    let section = "Container"
    var container = workload("container", section: section)
    container.defaultCapabilities = Capability.podmanDefault
    if let profile = last("SeccompProfile", in: section) {
      container.seccomp = SeccompChoice(
        profile.value == "unconfined" ? .unconfined : .file(profile.value), at: profile.location)
    }
    container.noNewPrivileges = truth("NoNewPrivileges", in: section)
    container.user = last("User", in: section).map {
      Setting(value: $0.value, location: $0.location)
    }
    for (key, isAdded) in [("AddCapability", true), ("DropCapability", false)] {
      for assignment in text.values(key, in: section) {
        let names = assignment.value.split(whereSeparator: \.isWhitespace).map {
          Setting<String>(value: String($0), location: assignment.location)
        }
        if isAdded {
          container.addedCapabilities += names
        } else {
          container.droppedCapabilities += names
        }
      }
    }
    for assignment in text.values("PodmanArgs", in: section) {
      let words = assignment.value.split(whereSeparator: \.isWhitespace)
      if words.contains("--privileged") || words.contains("--privileged=true") {
        container.privileged = Setting(value: true, location: assignment.location)
      }
      for (index, word) in words.enumerated() {
        let option =
          word == "--security-opt"
          ? words.dropFirst(index + 1).first
          : word.hasPrefix("--security-opt=") ? word.dropFirst(15) : nil
        guard let option, option.hasPrefix("seccomp=") else { continue }
        let value = String(option.dropFirst(8))
        container.seccomp = SeccompChoice(
          value == "unconfined" ? .unconfined : .file(value), at: assignment.location)
      }
    }
    return container
  }
}
