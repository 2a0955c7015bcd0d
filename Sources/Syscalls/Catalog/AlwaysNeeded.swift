/// Calls that a trace can miss although the program needs them.
package enum AlwaysNeeded {
  /// The kernel, or the C library on the kernel's behalf, makes these: the end of a process may not
  /// be recorded, a signal may not have arrived, a call may not have been interrupted (signal(7)).
  package static let onKernelsBehalf = [
    "exit", "exit_group", "restart_syscall", "rt_sigreturn", "sigreturn",
  ]

  /// The vDSO (vdso(7)) answers these without entering the kernel, until the clock source, the
  /// virtual machine or a time namespace changes; then the call is made. The second half of each
  /// architecture's list has the 32-bit forms.
  package static let behindTheVDSO = [
    "clock_getres", "clock_getres_time64", "clock_gettime", "clock_gettime64", "getcpu",
    "gettimeofday", "time",
  ]
}
