internal import JSON
internal import Syscalls

// What both written forms of a profile share. Keys stand in the order of runtime-spec.

func head(_ defaultAction: Action) -> [JSON.Value.Member] {
  var members: [JSON.Value.Member] = [.init("defaultAction", .string(defaultAction.scmpName))]
  if let errnoRet = defaultAction.errnoRet {
    members.append(.init("defaultErrnoRet", .integer(errnoRet.rawValue)))
  }
  return members
}

func tail(_ flags: [FilterFlag], _ listener: Listener?) -> [JSON.Value.Member] {
  var members: [JSON.Value.Member] = []
  if !flags.isEmpty { members.append(.init("flags", list(flags.map(\.rawValue)))) }
  if let listener {
    members.append(.init("listenerPath", .string(listener.path)))
    if let metadata = listener.metadata {
      members.append(.init("listenerMetadata", .string(metadata)))
    }
  }
  return members
}

/// Short lists of names, which are read together.
func list(_ strings: [String]) -> JSON.Value { .array(strings.map(JSON.Value.string), .inline) }

extension Rule {
  var members: [JSON.Value.Member] {
    let distinct = Set(names).sorted()
    // A single name stays on the line of its key: most rules with arguments are about one call.
    let layout: JSON.Value.Layout = distinct.count == 1 ? .inline : .lines
    var members: [JSON.Value.Member] = [
      .init("names", .array(distinct.map(JSON.Value.string), layout)),
      .init("action", .string(action.scmpName)),
    ]
    if let errnoRet = action.errnoRet {
      members.append(.init("errnoRet", .integer(errnoRet.rawValue)))
    }
    if !conditions.isEmpty {
      members.append(
        .init("args", .array(conditions.map(\.written), conditions.count == 1 ? .inline : .lines)))
    }
    if let comment { members.append(.init("comment", .string(comment))) }
    return members
  }
}

extension Condition {
  fileprivate var written: JSON.Value {
    var members: [JSON.Value.Member] = [
      .init("index", .integer(index)), .init("value", .integer(value)),
    ]
    if self.operator == .maskedEqual { members.append(.init("valueTwo", .integer(valueTwo))) }
    members.append(.init("op", .string(self.operator.rawValue)))
    return .object(members, .inline)
  }
}
