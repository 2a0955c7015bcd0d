internal import CZlib

/// A gzip stream while it is being inflated; several members in one file are read as one text.
///
/// A class, since an optional value that cannot be copied cannot be changed in place.
@safe final class Inflation {

  private let stream: UnsafeMutablePointer<z_stream>
  private var input = [UInt8](repeating: 0, count: 1 << 16)
  /// How many bytes of the input there are, and how many of them are used up.
  private var fed = 0
  private var consumed = 0
  private var sawMember = false
  /// Whether the last step filled its output, so that zlib may hold more without further input.
  private var mayHoldOutput = false
  /// Whether all members so far are whole.
  private(set) var isBetweenMembers = true
  private let path: String

  init(path: String) throws(TraceError) {
    self.path = path
    // SAFETY: allocated and initialized here, freed in deinit, never handed out.
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 window bits, and 16 for "gzip header and trailer" (zlib.h, inflateInit2).
    let code = unsafe inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw TraceError(path, "cannot be decompressed: out of memory") }
  }

  deinit {
    // SAFETY: the stream is alive until here.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  /// Reads compressed bytes with `read`, which returns their number; what was fed before must be used up.
  ///
  /// - Returns: whether there were any.
  func feed(_ read: (inout [UInt8]) throws(TraceError) -> Int) throws(TraceError) -> Bool {
    fed = try read(&input)
    consumed = 0
    return fed > 0
  }

  /// Writes inflated bytes into `output` within `range`; 0 written asks for more input.
  func inflate(
    into output: inout [UInt8], in range: Range<Int>
  ) throws(TraceError) -> Int {
    while consumed < fed || mayHoldOutput {
      if isBetweenMembers {
        // Padding after the last member, as tape blocks and some writers leave it.
        while sawMember, consumed < fed, input[consumed] == 0 { consumed += 1 }
        guard consumed < fed else {
          mayHoldOutput = false
          break
        }
        if sawMember { unsafe inflateReset(stream) }
        isBetweenMembers = false
        sawMember = true
      }
      let (written, code) = step(into: &output, in: range)
      switch code {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: isBetweenMembers = true
      default:
        throw TraceError(path, "holds damaged gzip data; `gzip -t` tells more")
      }
      mayHoldOutput = written == range.count
      if written > 0 { return written }
    }
    return 0
  }

  private func step(
    into output: inout [UInt8], in range: Range<Int>
  ) -> (written: Int, code: Int32) {
    let available = range.count
    let offered = fed - consumed
    let code = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        // SAFETY: zlib is told exactly how much of either array lies behind the pointers, and
        // keeps neither beyond the call.
        unsafe stream.pointee.next_in = source.baseAddress! + consumed
        unsafe stream.pointee.avail_in = UInt32(offered)
        unsafe stream.pointee.next_out = target.baseAddress! + range.lowerBound
        unsafe stream.pointee.avail_out = UInt32(available)
        return unsafe CZlib.inflate(stream, Z_NO_FLUSH)
      }
    }
    consumed += unsafe offered - Int(stream.pointee.avail_in)
    return unsafe (available - Int(stream.pointee.avail_out), code)
  }
}
