import Observations

/// An observation file: read, written and read again it is the same.
struct ObservationFileSubject: FuzzSubject {
  func check(_ input: [UInt8]) {
    guard let observations = try? Observations(decoding: input) else { return }
    let bytes = observations.fileBytes
    let again = try? Observations(decoding: bytes)
    require(again?.fileBytes == bytes, "written and read it is another one")
  }
}
