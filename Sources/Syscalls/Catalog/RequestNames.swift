/// ``requestRows``, read once, when a name is asked for that `CKernel` does not compile in.
enum RequestNames {
  /// By name: `BTRFS_IOC_CLONE`, `XDP_RX_RING`.
  static let values: [String: UInt64] = {
    var values: [String: UInt64] = [:]
    for row in Array(requestRows.description.utf8).split(separator: UInt8(ascii: "\n")) {
      let fields = row.split(separator: UInt8(ascii: " "))
      guard fields.count == 2,
        let value = UInt64(String(decoding: fields[1], as: UTF8.self), radix: 16)
      else { preconditionFailure("a row of the table is cut") }
      values[String(decoding: fields[0], as: UTF8.self)] = value
    }
    return values
  }()
}
