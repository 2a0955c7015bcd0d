package import JSON
internal import Text
internal import Yams

/// A YAML text, of one document or several.
package enum YAMLText {
  /// Beyond any file that people write; aliases of aliases grow without end.
  private static let maximumNodes = 200_000
  private static let maximumDepth = 100

  /// The documents of a text, each value with its place.
  ///
  /// - Parameters:
  ///   - bytes: the text.
  ///   - nullTag: a tag whose values are `null`, whatever they say.
  /// - Throws: ``YAMLError`` where the text is no YAML, or says what JSON has no form for.
  package static func documents(
    in bytes: [UInt8], nullTag: String? = nil
  ) throws(YAMLError) -> [JSON.Node] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw YAMLError(at: nil, "is not UTF-8")
    }
    var documents: [JSON.Node] = []
    var reading = Reading(nullTag: nullTag)
    do {
      let parser = try Parser(yaml: text)
      while let root = try parser.nextRoot() {
        documents.append(try node(from: root, at: .root, depth: 0, &reading))
      }
    } catch let error as YAMLError {
      throw error
    } catch {
      throw YAMLError(error)
    }
    return documents
  }

  /// What is known of a text while it is read.
  private struct Reading {
    let nullTag: String?
    var count = 0
  }

  private static func node(
    from node: Yams.Node, at path: JSON.Path, depth: Int, _ reading: inout Reading
  ) throws(YAMLError) -> JSON.Node {
    reading.count += 1
    let mark = node.mark
    guard reading.count <= maximumNodes, depth <= maximumDepth else {
      throw YAMLError(at: mark, "is larger or deeper than any file that people write")
    }
    if let nullTag = reading.nullTag, node.tag.description == nullTag {
      return JSON.Node(content: .null, position: position(mark), path: path)
    }
    let content: JSON.Node.Content
    switch node {
    case .scalar(let scalar):
      content = try self.content(of: scalar, tag: node.tag, at: mark)
    case .sequence(let sequence):
      var elements: [JSON.Node] = []
      for (index, element) in sequence.enumerated() {
        elements.append(
          try self.node(from: element, at: path.appending(index), depth: depth + 1, &reading))
      }
      content = .array(elements)
    case .mapping(let mapping):
      var members: [JSON.Node.Member] = []
      for (key, value) in mapping {
        guard case .scalar(let scalar) = key else {
          throw YAMLError(at: key.mark ?? mark, "a key is no text")
        }
        members.append(
          JSON.Node.Member(
            key: scalar.string, keyPosition: position(key.mark),
            value: try self.node(
              from: value, at: path.appending(scalar.string), depth: depth + 1, &reading)))
      }
      content = .object(members)
    case .alias:
      throw YAMLError(at: mark, "an alias leads nowhere")
    }
    return JSON.Node(content: content, position: position(mark), path: path)
  }

  private static func content(
    of scalar: Yams.Node.Scalar, tag: Tag, at mark: Mark?
  ) throws(YAMLError) -> JSON.Node.Content {
    if tag == Tag(.null) { return .null }
    if tag == Tag(.bool), let value = Bool.construct(from: scalar) { return .bool(value) }
    if tag == Tag(.float) { return .number(JSON.Number(scalar.string)) }
    if tag == Tag(.int) {
      if let value = UInt64.construct(from: scalar) { return .number(JSON.Number("\(value)")) }
      if let value = Int64.construct(from: scalar) { return .number(JSON.Number("\(value)")) }
      throw YAMLError(at: mark, "the number \(scalar.string.quotedForTerminal) is too large")
    }
    return .string(scalar.string)
  }

  private static func position(_ mark: Mark?) -> JSON.Position {
    JSON.Position(offset: 0, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  /// A text in quotation marks, as JSON has it, which every reader of YAML takes.
  package static func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text.unicodeScalars {
      if character.isPlain, character != "\"", character != "\\" {
        quoted.unicodeScalars.append(character)
      } else if character.value <= 0xffff {
        quoted += character.jsonEscape
      } else {
        // JSON's two halves are none in YAML.
        let digits = String(character.value, radix: 16)
        quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return quoted + "\""
  }
}
