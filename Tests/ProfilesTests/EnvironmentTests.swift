import Profiles
import Syscalls
import Testing

@Suite struct EnvironmentTests {
  @Test(arguments: [
    ("6.18", 6, 18), ("6.18.44-cloud-amd64", 6, 18), ("5.4-rc1", 5, 4), ("4.19.0+", 4, 19),
    ("5.15.167.4-microsoft-standard-WSL2", 5, 15), ("6.1~bpo", 6, 1),
  ])
  func kernelReleasesAreReadByTheirFirstTwoNumbers(_ text: String, _ major: Int, _ minor: Int)
    throws
  {
    #expect(try KernelVersion(parsing: text) == KernelVersion(major, minor))
  }

  @Test(arguments: ["", "6", "6.", ".18", "six.1", "6.x", "-6.1", "6.1x", "6,18", "٦.١"])
  func otherTextIsNoKernelVersion(_ text: String) {
    let error = #expect(throws: ProfileError.self) { try KernelVersion(parsing: text) }
    #expect(error?.description.contains("give one like 6.18") == true)
  }

  @Test func capabilitiesAreReadAsUsersWriteThem() throws {
    #expect(try Capability(userName: "sys_admin") == .sysAdmin)
    #expect(try Capability(userName: "CAP_SYS_ADMIN") == .sysAdmin)
    #expect(try CapabilityRequest(userName: "all") == .all)
    #expect(Capability.allCases.count == 41)
    #expect(Capability.dockerDefault.count == 14)
    let error = #expect(throws: ProfileError.self) { try Capability(userName: "SYS_ADMN") }
    #expect(error?.description.hasSuffix("did you mean CAP_SYS_ADMIN?") == true)
  }

  struct Row {
    let add: [CapabilityRequest]
    let drop: [CapabilityRequest]
    let result: Set<Capability>
  }

  static let everything = Set(Capability.allCases)

  /// As moby's `TweakCapabilities` decides.
  @Test(arguments: [
    Row(add: [], drop: [], result: Capability.dockerDefault),
    Row(
      add: [.one(.sysAdmin)], drop: [.one(.kill)],
      result: Capability.dockerDefault.subtracting([.kill]).union([.sysAdmin])),
    Row(add: [.one(.kill)], drop: [.one(.kill)], result: Capability.dockerDefault),
    Row(add: [.one(.kill)], drop: [.all], result: [.kill]),
    Row(add: [], drop: [.all], result: []),
    Row(add: [.all], drop: [], result: everything),
    Row(add: [.all], drop: [.one(.bpf)], result: everything.subtracting([.bpf])),
    Row(add: [.all], drop: [.all], result: everything),
  ])
  func capabilitiesAreAddedAndDroppedAsDockerDoes(_ row: Row) {
    #expect(Capability.dockerDefault.adjusted(adding: row.add, dropping: row.drop) == row.result)
  }
}
