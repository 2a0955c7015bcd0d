internal import Syscalls
internal import Text

/// The kernel's name that was probably meant by another one: that of what others call it, or one spelled alike.
package func nearestCall(to name: String) -> String? {
  Dialect.meant(by: name)?.name ?? Dialect.meant(by: name.lowercased())?.name
    ?? nearest(name, among: Syscall.all.lazy.map(\.name))
}
