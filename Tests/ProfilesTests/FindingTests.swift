import Findings
import JSON
import Profiles
import Syscalls
import TestSupport
import Testing
import Text

/// The thirty kinds of malformed or adversarial profiles, by the number under which they are known
/// to the project; number 30's instruction count belongs to compilation.
@Suite struct FindingTests {
  struct Row: CustomTestStringConvertible {
    let number: Int
    let text: String
    let kind: Finding.TextRule
    let severity: Finding.Severity
    /// The place, and words of the message.
    let place: String
    let words: [String]

    init(
      _ number: Int, _ text: String, _ severity: Finding.Severity, _ kind: Finding.TextRule,
      _ place: String, _ words: String...
    ) {
      self.number = number
      self.text = text
      self.kind = kind
      self.severity = severity
      self.place = place
      self.words = words
    }

    /// A row about one rule of an otherwise good profile.
    init(
      _ number: Int, rule: String, _ severity: Finding.Severity, _ kind: Finding.TextRule,
      _ place: String, _ words: String...
    ) {
      self.number = number
      self.text = Self.profile(rules: rule)
      self.kind = kind
      self.severity = severity
      self.place = "2:\(place)"
      self.words = words
    }

    /// A row about the arguments of one rule.
    init(
      _ number: Int, args: String, _ severity: Finding.Severity, _ kind: Finding.TextRule,
      _ words: String...
    ) {
      self.number = number
      self.text = Self.profile(
        rules: #"{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": ["# + args + "]}")
      self.kind = kind
      self.severity = severity
      self.place = "2:"
      self.words = words
    }

    static func profile(rules: String) -> String {
      #"{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": ["# + "\n\(rules)]}"
    }

    var testDescription: String { "\(number): \(text.quotedForTerminal)" }
  }

  static let rows: [Row] = [
    Row(1, "", .error, .noProfile, "1:1: /: ", "empty", "Docker refuses it"),
    Row(1, " \n", .error, .noProfile, "2:1: /: ", "empty", "Docker refuses it"),
    Row(1, "null", .error, .noProfile, "1:1: /: ", "unconfined"),
    Row(1, "{}", .error, .noProfile, "1:1: /: ", "unconfined"),
    Row(2, "\u{feff}{}", .error, .syntax, "1:1: ", "byte order mark"),
    Row(2, "\u{7f}ELF\u{2}", .error, .noProfile, "1:1: ", "is a program"),
    Row(2, "{\n// x\n}", .error, .syntax, "2:1: ", "no comments"),
    Row(2, "{\"flags\": [],\n}", .error, .syntax, "1:13: ", "remove it"),
    Row(2, "{}\n}", .error, .syntax, "2:1: ", "after the end"),
    Row(2, #"{"defaultAction": "SCMP"#, .error, .syntax, "1:24: ", "cut off"),
    Row(3, String(repeating: "[", count: 20_000), .error, .syntax, "1:129: ", "128 deep"),
    Row(
      4, "{\"syscalls\": [],\n\"syscalls\": []}", .error, .duplicateKey, "2:1: ", "first at 1:2"),
    // What nobody acts on may stand twice, and whatever is in it; a comment must be a string each time.
    Row(
      4, rule: #"{"comment": "a", "names": ["read"], "action": "SCMP_ACT_ALLOW", "comment": "b"}"#,
      .warning, .duplicateKey, "76: warning: /syscalls/0/comment: ", "2 comments"),
    Row(
      4,
      #"{"_note": {"a": 1, "a": [{"b": 1, "b": 2}]}, "_note": 2, "defaultAction": "SCMP_ACT_ERRNO"}"#,
      .warning, .unknownKey, "1:2: warning: ", "\"_note\"", "in 2 places"),
    Row(
      4,
      #"{"$schema": "x", "$schema": {}, "defaultAction": "SCMP_ACT_ERRNO", "defaultAction": ""}"#,
      .error, .duplicateKey, "1:68: ", "\"defaultAction\""),
    Row(
      5, #"{"defaultAction": "SCMP_ACT_ERRNO", "Syscalls": []}"#, .error, .unknownKey,
      "1:37: /Syscalls: ", "Docker, Podman, containerd and runc", "\"syscalls\""),
    // Nothing is missing that Go's readers find, in whatever case, the Kelvin sign included.
    Row(
      5, #"{"DEFAULTACTION": "SCMP_ACT_ERRNO"}"#, .error, .unknownKey, "1:2: /DEFAULTACTION: ",
      "in another case", "\"defaultAction\""),
    Row(
      5, #"{"defaultAction": "SCMP_ACT_ERRNO", "\u017fyscalls": []}"#, .error, .unknownKey,
      "1:37: ",
      "in another case", "\"syscalls\""),
    // A slip of the pen would widen the rule, or empty the profile.
    Row(
      5, #"{"defaultAction": "SCMP_ACT_ERRNO", "errnoRet": 38}"#, .error, .unknownKey,
      "1:37: /errnoRet: ", "in a rule"),
    // Notes, which no reader acts on.
    Row(
      5, #"{"comment": "for the sandbox", "defaultAction": "SCMP_ACT_ERRNO"}"#, .warning,
      .unknownKey, "1:2: warning: /comment: ", "known to no reader"),
    Row(
      5, #"{"$schema": "x", "__defaultAction": 1, "//": [], "defaultAction": "SCMP_ACT_ERRNO"}"#,
      .warning, .unknownKey, "1:2: warning: /$schema: ", "in 3 places"),
    Row(
      5, rule: #"{"names": ["read"], "action": "SCMP_ACT_ALLOW", "_note": {"args": 1}}"#, .warning,
      .unknownKey, "49: warning: /syscalls/0/_note: ", "pass over it"),
    Row(
      5, rule: #"{"names": ["read"], "action": "SCMP_ACT_ALLOW", "description": "x"}"#, .warning,
      .unknownKey, "49: warning: ", "\"description\""),
    Row(
      5, #"{"defaultAction": "SCMP_ACT_ERRNO", "syscals": []}"#, .error, .unknownKey,
      "1:37: /syscals: ", "did you mean \"syscalls\"?"),
    Row(
      5, rule: #"{"names": ["read"], "action": "SCMP_ACT_ALLOW", "arg": []}"#, .error,
      .unknownKey, "49: /syscalls/0/arg: ", "did you mean \"args\"?"),
    Row(
      6, #"{"syscalls": []}"#, .error, .action, "1:1: /: ", "missing", "unconfined",
      "SCMP_ACT_TRAP"),
    Row(
      6, #"{"syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}"#, .error, .action,
      "1:1: /: ", "runtimes refuse"),
    Row(
      6, #"{"defaultAction": "SCMP_ACT_ERROR"}"#, .error, .action, "1:19: /defaultAction: ",
      "SCMP_ACT_KILL_THREAD", "did you mean SCMP_ACT_ERRNO?"),
    Row(
      6, #"{"defaultAction": "scmp_act_errno"}"#, .error, .action, "1:19: ",
      "did you mean SCMP_ACT_ERRNO?"),
    Row(6, #"{"defaultAction": "SCMP_ACT_NOTIFY"}"#, .error, .notify, "1:19: ", "runc refuses"),
    Row(
      7, rule: #"{"name": "read", "names": ["read"], "action": "SCMP_ACT_ALLOW"}"#, .error,
      .name, "10: /syscalls/0/name: ", "keep names"),
    Row(
      8, rule: #"{"action": "SCMP_ACT_ALLOW"}"#, .error, .name, "1: /syscalls/0: ",
      "names no call"),
    Row(
      8, rule: #"{"names": [], "action": "SCMP_ACT_ALLOW"}"#, .error, .name,
      "11: /syscalls/0/names: ", "crun cannot load"),
    Row(
      8, rule: #"{"name": "", "action": "SCMP_ACT_ALLOW"}"#, .error, .name, "1: /syscalls/0: ",
      "names no call"),
    Row(
      8, rule: #"{"names": [""], "action": "SCMP_ACT_ALLOW"}"#, .error, .name,
      "12: /syscalls/0/names/0: ", "empty"),
    Row(
      9, rule: #"{"names": ["opennat"], "action": "SCMP_ACT_ALLOW"}"#, .warning, .unknownName,
      "12: warning: /syscalls/0/names/0: ", "7.1", "did you mean openat?"),
    // What others call them.
    Row(
      9, rule: #"{"names": ["fstatat"], "action": "SCMP_ACT_ALLOW"}"#, .warning, .unknownName,
      "12: warning: ", "did you mean newfstatat?"),
    Row(
      9, rule: #"{"names": ["pread"], "action": "SCMP_ACT_ALLOW"}"#, .warning, .unknownName,
      "12: warning: ", "did you mean pread64?"),
    Row(
      9, rule: #"{"names": ["SYS_read"], "action": "SCMP_ACT_ALLOW"}"#, .warning, .unknownName,
      "12: warning: ", "did you mean read?"),
    Row(
      9, rule: #"{"names": ["__x64_sys_openat2"], "action": "SCMP_ACT_ALLOW"}"#, .warning,
      .unknownName, "12: warning: ", "did you mean openat2?"),
    Row(
      9, rule: #"{"names": ["sigwaitinfo"], "action": "SCMP_ACT_ALLOW"}"#, .warning, .unknownName,
      "12: warning: ", "did you mean rt_sigtimedwait?"),
    Row(
      10, rule: #"{"names": ["READ"], "action": "SCMP_ACT_ALLOW"}"#, .warning, .unknownName,
      "12: warning: ", "never matches", "did you mean read?"),
    Row(
      10, rule: #"{"names": [" read"], "action": "SCMP_ACT_ALLOW"}"#, .warning, .unknownName,
      "12: warning: ", "never matches", "did you mean read?"),
    Row(
      10, rule: #"{"names": ["39"], "action": "SCMP_ACT_ALLOW"}"#, .warning, .unknownName,
      "12: warning: ", "never matches", "did you mean getpid?"),
    Row(
      11, rule: #"{"names": ["uname\u0000x"], "action": "SCMP_ACT_ALLOW"}"#, .error, .name,
      "12: ", #""uname\u0000x""#, "opens uname"),
    Row(
      12, rule: #"{"names": ["read"]}"#, .error, .action, "1: /syscalls/0: ",
      "action is missing"),
    Row(
      12, rule: #"{"names": ["read"], "action": "ALLOW"}"#, .error, .action,
      "31: /syscalls/0/action: ", "unknown action \"ALLOW\"", "did you mean SCMP_ACT_ALLOW?"),
    Row(
      13, rule: #"{"names": ["read"], "action": "SCMP_ACT_ERRNO"}"#, .warning, .noEffect,
      "31: warning: ", "default action"),
    Row(14, args: #"{"index": 0, "value": 1}"#, .error, .comparison, "op is missing"),
    Row(
      14, args: #"{"index": 0, "value": 1, "op": "SCMP_CMP_EQUAL"}"#, .error, .comparison,
      "/syscalls/0/args/0/op: ", "unknown operator \"SCMP_CMP_EQUAL\"; one of ",
      "did you mean SCMP_CMP_EQ?"),
    Row(15, args: #"{"index": -1, "value": 1, "op": "SCMP_CMP_EQ"}"#, .error, .index, "0 to 5"),
    Row(15, args: #"{"index": 6, "value": 1, "op": "SCMP_CMP_EQ"}"#, .error, .index, "0 to 5"),
    // Docker reads 0, also of a value.
    Row(
      15, args: #"{"value": 1, "op": "SCMP_CMP_EQ"}"#, .warning, .index, "/syscalls/0/args/0: ",
      "index is missing", "read 0"),
    Row(
      16, args: #"{"index": 0, "op": "SCMP_CMP_EQ"}"#, .warning, .value, "/syscalls/0/args/0: ",
      "value is missing", "write \"value\": 0"),
    Row(
      16, args: #"{"op": "SCMP_CMP_EQ"}"#, .warning, .value, "index and value are missing",
      "\"index\": 0, \"value\": 0"),
    Row(
      19, args: #"{"index": 0, "valueTwo": 2, "op": "SCMP_CMP_MASKED_EQ"}"#, .warning, .value,
      "value is missing", "a mask that every argument meets"),
    // Go: cannot unmarshal number -0 into Go struct field of type uint.
    Row(15, args: #"{"index": -0, "value": 1, "op": "SCMP_CMP_EQ"}"#, .error, .index, "-0"),
    Row(15, args: #"{"index": 1.0, "value": 1, "op": "SCMP_CMP_EQ"}"#, .error, .index, "1.0"),
    Row(
      16, args: #"{"index": 0, "value": -1, "op": "SCMP_CMP_EQ"}"#, .error, .value,
      "18446744073709551615", "4294967295"),
    Row(16, args: #"{"index": 0, "value": -0, "op": "SCMP_CMP_EQ"}"#, .error, .value, "found -0"),
    Row(
      16, args: #"{"index": 0, "value": 1, "valueTwo": -0, "op": "SCMP_CMP_MASKED_EQ"}"#, .error,
      .value, "/syscalls/0/args/0/valueTwo: ", "found -0"),
    Row(
      16, args: #"{"index": 0, "value": "0x10", "op": "SCMP_CMP_EQ"}"#, .error, .value,
      "write 16"),
    Row(
      16, args: #"{"index": 0, "value": 1e3, "op": "SCMP_CMP_EQ"}"#, .error, .value,
      "plain digits", "1e3"),
    Row(
      16, args: #"{"index": 0, "value": 18446744073709551616, "op": "SCMP_CMP_EQ"}"#, .error,
      .value, "from 0 to 18446744073709551615"),
    Row(
      18, args: #"{"index": 0, "value": 1, "valueTwo": 2, "op": "SCMP_CMP_EQ"}"#, .warning,
      .noEffect, "SCMP_CMP_MASKED_EQ alone"),
    Row(
      19, args: #"{"index": 0, "value": 0, "valueTwo": 2, "op": "SCMP_CMP_MASKED_EQ"}"#,
      .warning, .mask, "every argument"),
    Row(
      19, args: #"{"index": 0, "value": 15, "valueTwo": 17, "op": "SCMP_CMP_MASKED_EQ"}"#,
      .warning, .mask, "a0 & 0xf == 0x1"),
    Row(
      20,
      args: #"{"index": 0, "value": 1, "op": "SCMP_CMP_GT"}, {"index": 0, "value": 9, "#
        + #""op": "SCMP_CMP_LT"}"#, .warning, .repeatedArgument, "a0 > 0x1 or a0 < 0x9"),
    Row(21, rule: "null", .error, .wrongType, "1: /syscalls/0: ", "crashes dockerd"),
    Row(21, args: "null", .error, .wrongType, "/syscalls/0/args/0: ", "crashes dockerd"),
    Row(
      22, rule: #"{"names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": 4096}"#, .error,
      .errnoRet, "61: /syscalls/0/errnoRet: ", "0 to 4095"),
    Row(
      22, rule: #"{"names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": -0}"#, .error,
      .errnoRet, "61: ", "found -0"),
    Row(
      22, rule: #"{"names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": 65537}"#, .error,
      .errnoRet, "61: ", "16 bits: 1"),
    Row(
      22, rule: #"{"names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": "ENOSYS"}"#,
      .error, .errnoRet, "61: ", "write 38"),
    Row(
      22, rule: #"{"names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": 0}"#, .warning,
      .errnoRet, "61: warning: ", "report success"),
    Row(
      22, rule: #"{"names": ["read"], "action": "SCMP_ACT_ALLOW", "errnoRet": 1}"#, .warning,
      .errnoRet, "61: warning: ", "crun refuses"),
    // As Podman's and CRI-O's own profile has it: a name in place of the number, or beside it.
    Row(
      22,
      rule: #"{"names": ["read"], "action": "SCMP_ACT_TRACE", "errnoRet": 1, "errno": "ENOSYS"}"#,
      .error, .errnoRet, "73: /syscalls/0/errno: ", "Podman and CRI-O answer ENOSYS (38)",
      "answer EPERM (1)", "\"errnoRet\": 38"),
    Row(
      22, rule: #"{"names": ["read"], "action": "SCMP_ACT_TRACE", "errno": "ENOSYS"}"#, .error,
      .errnoRet, "58: /syscalls/0/errno: ", "for want of errnoRet"),
    Row(
      22, rule: #"{"names": ["read"], "action": "SCMP_ACT_TRACE", "errno": "ENOSYZ"}"#, .error,
      .errnoRet, "58: ", "no error is called", "did you mean ENOSYS?"),
    Row(
      22, rule: #"{"names": ["read"], "action": "SCMP_ACT_ALLOW", "errno": "EPERM"}"#, .warning,
      .errnoRet, "58: warning: ", "crun refuses"),
    Row(
      23,
      #"{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"],"# + "\n"
        + #""archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": null}]}"#,
      .error, .architectures, "2:12: /archMap: ", "keep one"),
    Row(
      24, #"{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X64"]}"#, .error,
      .architectures, "1:55: /architectures/0: ", "did you mean SCMP_ARCH_X86_64?"),
    Row(
      24, #"{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_NATIVE"]}"#,
      .error, .architectures, "1:55: ", "write the machine's"),
    Row(
      24,
      #"{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "#
        + #""SCMP_ARCH_S390X"]}"#, .error, .architectures, "1:75: /architectures/1: ",
      "byte order"),
    Row(
      24, #"{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_AARCH64"]}"#,
      .warning, .architectures, "1:55: warning: ", "SCMP_ARCH_X86_64 is not listed"),
    // An entry for another machine is never taken here, and ends no start.
    Row(
      24,
      #"{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [{"architecture": "SCMP_ARCH_PPC64LE", "#
        + #""subArchitectures": ["SCMP_ARCH_PPC64"]}]}"#, .warning, .architectures,
      "1:108: warning: /archMap/0/subArchitectures/0: ", "byte order", "on ppc64le"),
    Row(
      24,
      #"{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [{"architecture": "SCMP_ARCH_X86_64", "#
        + #""subArchitectures": ["SCMP_ARCH_S390X"]}]}"#, .error, .architectures,
      "1:107: /archMap/0/subArchitectures/0: ", "byte order"),
    // Docker compares the entry's name with the machine's, and no machine has such a one.
    untaken(
      #"{"architecture": "SCMP_ARCH_M68K"}"#, "/architecture: ", "\"SCMP_ARCH_M68K\"", "remove it"),
    untaken(
      #"{"architecture": "SCMP_ARCH_PARISC64", "subArchitectures": ["SCMP_ARCH_PARISC"]}"#,
      "/architecture: ", "\"SCMP_ARCH_PARISC64\"", "remove it"),
    untaken(
      #"{"architecture": "SCMP_ARCH_X64", "subArchitectures": ["SCMP_ARCH_X86"]}"#,
      "/architecture: ", "did you mean SCMP_ARCH_X86_64?"),
    untaken(#"{"subArchitectures": null}"#, ": ", "the key architecture is missing"),
    untaken("null", ": ", "null is no architecture"),
    Row(
      25, #"{"defaultAction": "SCMP_ACT_ERRNO", "flags": ["SECCOMP_FILTER_FLAG_LOGS"]}"#,
      .error, .flag, "1:47: /flags/0: ", "did you mean SECCOMP_FILTER_FLAG_LOG?"),
    Row(
      26, rule: #"{"names": ["read", "write"], "action": "SCMP_ACT_NOTIFY"}"#, .error,
      .notify, "40: /syscalls/0/action: ", "runc refuses"),
    Row(
      26, #"{"defaultAction": "SCMP_ACT_ERRNO", "listenerMetadata": "m"}"#, .warning, .notify,
      "1:57: warning: /listenerMetadata: ", "without a listenerPath"),
    Row(
      27,
      rule: #"{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "#
        + #""value": 1, "op": "SCMP_CMP_EQ"}]}, {"names": ["kill", "read"], "#
        + #""action": "SCMP_ACT_LOG", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}"#,
      .error, .contradiction, "107: /syscalls/1: ", "read: ", "/syscalls/0 (2:1)", "EEXIST"),
    Row(
      28,
      rule: #"{"names": ["read"], "action": "SCMP_ACT_ALLOW"}, {"names": ["read"], "#
        + #""action": "SCMP_ACT_LOG", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}]}"#,
      .warning, .deadRule, "50: warning: /syscalls/1: ", "/syscalls/0 (2:1)"),
    Row(
      28,
      rule: #"{"names": ["read"], "action": "SCMP_ACT_LOG", "args": [{"index": 0, "#
        + #""value": 1, "op": "SCMP_CMP_EQ"}]}, {"names": ["read"], "action": "SCMP_ACT_ALLOW"}"#,
      .warning, .deadRule, "1: warning: /syscalls/0: ", "/syscalls/1 (2:105)"),
    Row(
      28,
      rule: #"{"names": ["read"], "action": "SCMP_ACT_LOG"}, "#
        + #"{"names": ["read"], "action": "SCMP_ACT_ALLOW"}"#,
      .warning, .deadRule, "48: warning: /syscalls/1: ", "/syscalls/0 (2:1)"),
    scope(#"{"caps": ["SYS_ADMIN"]}"#, .warning, "caps/0: ", "did you mean CAP_SYS_ADMIN?"),
    scope(#"{"arches": ["SCMP_ARCH_X86_64"]}"#, .warning, "arches/0: ", "did you mean amd64?"),
    scope(#"{"arches": ["x32"]}"#, .warning, "arches/0: ", "amd64"),
    scope(#"{"minKernel": "4"}"#, .error, "minKernel: ", "two numbers"),
    scope(#"{"minKernel": 4.8}"#, .error, "minKernel: ", "a string", "found a number"),
    scope(#"{"minKernel": "4.256"}"#, .error, "minKernel: ", "below 256"),
  ]

  private static func untaken(_ entry: String, _ path: String, _ words: String...) -> Row {
    let text =
      #"{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [{"architecture": "SCMP_ARCH_X86_64", "#
      + #""subArchitectures": ["SCMP_ARCH_X86"]},"# + "\n\(entry)]}"
    return Row(
      24, text, .warning, .architectures, "2:",
      words: words + ["/archMap/1" + path, "no machine takes the entry"])
  }

  private static func scope(
    _ scope: String, _ severity: Finding.Severity, _ path: String, _ words: String...
  ) -> Row {
    let rule = #"{"names": ["read"], "action": "SCMP_ACT_ALLOW", "includes": "# + scope + "}"
    let all = Row(29, rule: rule, severity, .scope, "", "/syscalls/0/includes/" + path)
    return Row(29, all.text, severity, .scope, "2:", words: all.words + words)
  }

  @Test(arguments: rows)
  func malformedProfilesAreToldApart(_ row: Row) throws {
    let findings = Self.findings(in: Array(row.text.utf8))
    let finding = try #require(findings.first, "nothing was found")
    #expect(findings.count == 1, "\(findings)")
    #expect(finding.textRule == row.kind)
    #expect(finding.severity == row.severity)
    #expect(finding.description.hasPrefix("profile.json:" + row.place), "\(finding)")
    for words in row.words { #expect(finding.description.contains(words), "\(finding)") }
  }

  @Test func wordMisspeltInManyRulesIsOneFinding() {
    let rule =
      #"{"names": ["raed"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["SYS_PTRACE"]}}"#
    let text = Row.profile(rules: Array(repeating: rule, count: 300).joined(separator: ",\n"))
    let findings = Self.findings(in: Array(text.utf8))
    #expect(findings.map(\.textRule) == [.unknownName, .scope], "\(findings)")
    #expect(findings.map(\.calls) == [["raed"], []])
    for finding in findings {
      #expect(finding.description.contains("syscalls/0/"), "\(finding)")
      #expect(finding.description.hasSuffix("(in 300 places)"), "\(finding)")
    }
  }

  /// The same with mistakes that are errors.
  @Test(arguments: [
    (#""names": ["read"], "action": "SCMP_ACT_ALOW""#, Finding.TextRule.action),
    (
      #""names": ["read"], "action": "SCMP_ACT_ERRNO", "errnoRet": "EPERM""#, .errnoRet
    ),
    (
      #""names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": 1, "op": "SCMP_CMP_EQQ"}]"#,
      .comparison
    ),
    (
      #""names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 0, "value": "AF_INET", "op": "SCMP_CMP_EQ"}]"#,
      .value
    ),
  ]) func mistakeOfOneWordInManyRulesIsOneError(_ rule: String, _ kind: Finding.TextRule) {
    let text = Row.profile(
      rules: Array(repeating: "{\(rule)}", count: 300).joined(separator: ",\n"))
    let findings = Self.findings(in: Array(text.utf8)).filter { $0.severity == .error }
    #expect(findings.map(\.textRule) == [kind], "\(findings)")
    #expect(findings.first?.description.contains("/syscalls/0/") == true, "\(findings)")
    #expect(findings.first?.description.hasSuffix("(in 300 places)") == true, "\(findings)")
  }

  /// A rule without the part that cannot be read is another one, which would shadow or contradict others.
  @Test(arguments: [
    #""args": [{"index": 0, "value": 0, "op": "SCMP_CMP_EQUAL"}]"#,
    #""args": [{"index": 0, "value": 0, "op": ""}, {"index": 1, "value": 1, "op": "SCMP_CMP_EQ"}]"#,
    #""args": {"index": 0, "value": 0, "op": "SCMP_CMP_EQ"}"#, #""includes": {"minKernel": 4.8}"#,
    #""arg": []"#,
  ])
  func ruleWithAnErrorDoesNothingToOthers(_ mistake: String) {
    let rule = #"{"names": ["personality"], "action": "SCMP_ACT_ALLOW", \#(mistake)}"#
    let others = [("LOG", 1), ("TRAP", 0)].map { action, index in
      #"{"names": ["personality"], "action": "SCMP_ACT_\#(action)", "#
        + #""args": [{"index": \#(index), "value": 1, "op": "SCMP_CMP_EQ"}]}"#
    }
    // Twice: what is told of a word once counts each time.
    let text = Row.profile(rules: ([rule] + others + [rule]).joined(separator: ",\n"))
    let findings = Self.findings(in: Array(text.utf8))
    #expect(findings.contains { $0.severity == .error })
    #expect(
      !findings.contains { $0.textRule == .deadRule || $0.textRule == .contradiction },
      "\(findings)")
  }

  @Test func everyKindOfMalformedProfileHasARow() {
    // 17 is about what is accepted, 30 about shapes; both have tests of their own.
    #expect(Set(Self.rows.map(\.number)) == Set(1...29).subtracting([17]))
  }

  /// The same number under both keys, in digits or by name, or EPERM, which is the number where none is given.
  @Test(arguments: [
    #""errnoRet": 38, "errno": "ENOSYS""#, #""errnoRet": 38, "errno": "38""#,
    #""errno": "EPERM""#, #""errnoRet": 38, "errno": """#,
  ])
  func namesOfErrorsBesideTheirNumbersAreNoFinding(_ members: String) {
    let rule = #"{"names": ["read"], "action": "SCMP_ACT_ERRNO", \#(members)}"#
    let text =
      #"{"defaultAction": "SCMP_ACT_KILL", "syscalls": [\#(rule)]}"#
    #expect(Self.findings(in: Array(text.utf8)) == [])
  }

  /// As Docker has it: `name` is read where `names` is empty, and the other way round.
  @Test(arguments: [
    #""name": "io_setup", "names": []"#, #""name": "", "names": ["io_setup"]"#,
    #""name": "io_setup", "names": null"#,
  ])
  func emptyNameBesideTheOtherIsNoFinding(_ members: String) throws {
    let text = Row.profile(rules: #"{"action": "SCMP_ACT_ALLOW", \#(members)}"#)
    var warnings: [Finding] = []
    let profile = try Profile(decoding: Array(text.utf8), file: "p.json", warnings: &warnings)
    #expect(profile.rules.map(\.rule.names) == [["io_setup"]])
    #expect(warnings == [])
  }

  @Test func mapWithoutAnEntryThatIsTakenIsNone() throws {
    let text =
      #"{"defaultAction": "SCMP_ACT_ERRNO", "archMap": [{"architecture": "SCMP_ARCH_M68K"}]}"#
    var warnings: [Finding] = []
    let profile = try Profile(decoding: Array(text.utf8), file: "p.json", warnings: &warnings)
    #expect(profile.architectures == .list([]))
    let again = try Profile(decoding: profile.fileBytes, file: "p.json", warnings: &warnings)
    #expect(again == profile)
  }

  @Test func numberThatIsNotThereIsZero() throws {
    let text = Row.profile(
      rules: #"{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{"op": "SCMP_CMP_GT"}]}"#)
    var warnings: [Finding] = []
    let profile = try Profile(decoding: Array(text.utf8), file: "p.json", warnings: &warnings)
    #expect(profile.rules.first?.rule.conditions == [Condition(0, .greater, 0)])
  }

  @Test func invalidUTF8IsAFindingAndNoCrash() {
    let findings = Self.findings(in: [0x7b, 0x22, 0xff, 0x22, 0x7d])
    #expect(findings.map(\.textRule) == [.syntax])
  }

  /// Number 17: values that a floating-point number would change.
  @Test(arguments: [UInt64.max, 9_007_199_254_740_993, 9_223_372_036_854_775_808] as [UInt64])
  func valuesAreTakenBitForBit(_ value: UInt64) throws {
    let text = Row.profile(
      rules: #"{"names": ["read"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 5, "#
        + #""value": \#(value), "op": "SCMP_CMP_EQ"}]}"#)
    var warnings: [Finding] = []
    let profile = try Profile(decoding: Array(text.utf8), file: "p.json", warnings: &warnings)
    #expect(profile.rules.first?.rule.conditions == [Condition(5, .equal, value)])
    #expect(warnings.isEmpty)
  }

  @Test func everythingWrongIsToldAtOnceInTheOrderOfTheFile() {
    let text = """
      {"defaultAction": "SCMP_ACT_DENY",
       "flag": [],
       "syscalls": [{"names": [7], "action": "x"},
        {"names": ["raed"], "action": "SCMP_ACT_ALLOW"}]}
      """
    let findings = Self.findings(in: Array(text.utf8))
    #expect(
      findings.compactMap(\.location).map { "\($0.line):\($0.column ?? 0)" } == [
        "1:19", "2:2", "3:26", "3:40", "4:14",
      ])
    #expect(findings.map(\.severity) == [.error, .error, .error, .error, .warning])
  }

  @Test func findingsOfAHostileFileAreBoundedAndHarmless() {
    let names = (0..<5000).map { _ in "\"\\u001b[2J\"" }.joined(separator: ", ")
    let text = Row.profile(rules: "{\"names\": [\(names)], \"action\": \"SCMP_ACT_ALLOW\"}")
    let findings = Self.findings(in: Array(text.utf8))
    #expect(findings.count == 101)
    #expect(!findings.description.contains("\u{1b}"))
  }

  @Test func anErrorIsToldHoweverManyWarningsStandBeforeIt() {
    let names = (0..<500).map { "\"unknown\($0)\"" }.joined(separator: ", ")
    let text = Row.profile(rules: "{\"names\": [\(names)], \"action\": \"SCMP_ACT_NONE\"}")
    let findings = Self.findings(in: Array(text.utf8))
    #expect(findings.filter { $0.severity == .warning }.count == 101)
    #expect(findings.filter { $0.severity == .error }.map(\.textRule) == [.action])
  }

  @Test func repeatedRulesOfAHostileFileCostNoQuadraticTime() {
    let rule = #"{"names": ["read"], "action": "SCMP_ACT_ALLOW"}"#
    let rules = Array(repeating: rule, count: 10_000).joined(separator: ",\n")
    #expect(Self.findings(in: Array(Row.profile(rules: rules).utf8)).isEmpty)
  }

  /// Whatever is cut or replaced, the answer is a profile or findings.
  @Test func mutilatedProfilesAreReadWithoutACrash() {
    var random = Seeded(1)
    let whole = Baseline.newest.profile.fileBytes
    let tokens = [
      "{", "}", "[", "]", "\"", ",", ":", "null", "-1", "1e9", "\\", "\\u0000", "\u{ff}",
    ]
    for _ in 0..<60 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let start = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, start + Int.random(in: 0...40, using: &random))
        let token = tokens.randomElement(using: &random) ?? ""
        bytes.replaceSubrange(start..<end, with: token.utf8)
      }
      for finding in Self.findings(in: bytes) {
        #expect(finding.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
      }
    }
  }

  static func findings(in bytes: [UInt8]) -> [Finding] {
    var warnings: [Finding] = []
    do {
      _ = try Profile(
        decoding: bytes, file: "profile.json", native: .x86_64, warnings: &warnings)
      return warnings
    } catch {
      guard case .malformed(let findings) = error else { return [] }
      return findings
    }
  }
}

extension FindingTests.Row {
  fileprivate init(
    _ number: Int, _ text: String, _ severity: Finding.Severity, _ kind: Finding.TextRule,
    _ place: String, words: [String]
  ) {
    self.number = number
    self.text = text
    self.kind = kind
    self.severity = severity
    self.place = place
    self.words = words
  }
}
