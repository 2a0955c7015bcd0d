// A key-value store over HTTP: GET, PUT, DELETE /key, and GET /?sum=N for work on several threads.
// One thread per connection; the store is written to disk with rename(2) after each change.
import Dispatch
import Glibc

let port: UInt16 = 18085
let path = "/store"
let lock = DispatchQueue(label: "store")
nonisolated(unsafe) var store: [String: String] = [:]

func save() {
  let text = store.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)\n" }.joined()
  let file = open(path + ".new", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  guard file >= 0 else { return }
  _ = text.withCString { write(file, $0, strlen($0)) }
  fsync(file)
  close(file)
  rename(path + ".new", path)
}

func sum(_ count: Int) -> Int {
  let total = DispatchQueue(label: "total")
  nonisolated(unsafe) var result = 0
  DispatchQueue.concurrentPerform(iterations: 4) { part in
    let own = stride(from: part, to: count, by: 4).reduce(0, +)
    total.sync { result += own }
  }
  return result
}

func answer(_ method: Substring, _ target: Substring, _ body: Substring) -> (Int, String) {
  if target.hasPrefix("/?sum="), let count = Int(target.dropFirst(6)) {
    return (200, "\(sum(count))")
  }
  let key = String(target.dropFirst())
  return lock.sync {
    switch method {
    case "GET":
      if let value = store[key] { return (200, value) }
      return (404, "no such key")
    case "PUT":
      store[key] = String(body)
      save()
      return (201, "stored")
    case "DELETE":
      store[key] = nil
      save()
      return (200, "gone")
    default: return (405, "method?")
    }
  }
}

func serve(_ connection: Int32) {
  defer { close(connection) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = recv(connection, &chunk, chunk.count, 0)
    if count <= 0 { return }
    bytes += chunk[..<count]
    let text = String(decoding: bytes, as: UTF8.self)
    // "\r\n" is one Character in Swift, so the head ends at two of them.
    guard let head = text.firstIndex(ofEndOfHead: ()) else { continue }
    let lines = text[..<head].split(separator: "\r\n")
    let length =
      lines.first { $0.lowercased().hasPrefix("content-length: ") }.flatMap {
        Int($0.dropFirst(16))
      } ?? 0
    let body = text[head...].dropFirst(2)
    if body.utf8.count < length { continue }
    let words = lines[0].split(separator: " ")
    let (status, reply) = words.count > 1 ? answer(words[0], words[1], body) : (400, "what?")
    let response =
      "HTTP/1.1 \(status) -\r\nContent-Length: \(reply.utf8.count)\r\nConnection: close\r\n\r\n\(reply)"
    _ = response.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
    return
  }
}

extension String {
  func firstIndex(ofEndOfHead _: Void) -> Index? {
    zip(indices, indices.dropFirst()).first { self[$0.0] == "\r\n" && self[$0.1] == "\r\n" }?.0
  }
}

if let file = fopen(path, "r") {
  var line = [CChar](repeating: 0, count: 4096)
  while fgets(&line, Int32(line.count), file) != nil {
    let pair = String(
      decoding: line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:)), as: UTF8.self
    )
    .split(separator: "=", maxSplits: 1)
    if pair.count == 2 { store[String(pair[0])] = String(pair[1]) }
  }
  fclose(file)
}

let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
var yes: Int32 = 1
setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
var address = sockaddr_in()
address.sin_family = sa_family_t(AF_INET)
address.sin_port = port.bigEndian
address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
let bound = withUnsafePointer(to: &address) {
  $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
    bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
  }
}
guard bound == 0, listen(listener, 64) == 0 else {
  perror("listen")
  exit(1)
}
signal(SIGTERM) { _ in exit(0) }
while true {
  let connection = accept(listener, nil, nil)
  if connection < 0 { continue }
  DispatchQueue.global().async { serve(connection) }
}
