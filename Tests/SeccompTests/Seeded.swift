import TestSupport

extension Seeded {
  mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &self) }
}
