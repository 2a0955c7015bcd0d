/// A small log of a program that starts, reads a file and ends.
let plainLog = """
  execve("/bin/true", ["true"], 0x7ffd1c6f3a48 /* 4 vars */) = 0
  brk(NULL)                               = 0x55d0c0e4f000
  openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3
  read(3, "root", 4)                      = 4
  close(3)                                = 0
  exit_group(0)                           = ?
  +++ exited with 0 +++

  """
