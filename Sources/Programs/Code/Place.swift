/// Where a value is kept while code runs.
enum Place: Hashable, Sendable {
  case register(UInt8)
  /// In memory, at a distance from the stack pointer as it stands before the instruction.
  case stack(Int32)
  /// In memory, at a distance from the frame pointer.
  case frame(Int32)

  /// One number for each place, for tables.
  var key: UInt64 {
    switch self {
    case .register(let number): UInt64(number)
    case .stack(let distance): 1 << 32 | UInt64(UInt32(bitPattern: distance))
    case .frame(let distance): 2 << 32 | UInt64(UInt32(bitPattern: distance))
    }
  }
}

/// What an instruction makes of the value that stands in a place after it.
enum Effect: Equatable {
  /// It is what stood there before.
  case keeps
  case constant(Int64)
  /// It is what stood elsewhere before.
  case moves(from: Place)
  /// It is what stood in one of two places before.
  case chooses(Place, Place)
  case unknown
}
