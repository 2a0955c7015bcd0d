#if compiler(<6.3)
  extension Array {
    /// Swift 6.3's method of this name, for 6.2.
    package mutating func append(
      addingCapacity count: Int, initializingWith fill: (inout OutputSpan<Element>) -> Void
    ) {
      // SAFETY: the span begins and ends with the buffer, and counts what was put into it.
      self += unsafe Array(unsafeUninitializedCapacity: count) { buffer, filled in
        var span = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
        fill(&span)
        filled = unsafe span.finalize(for: buffer)
      }
    }
  }
#endif
