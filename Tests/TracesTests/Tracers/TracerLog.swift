import Testing
import Traces

/// A log of a tracer that is whole, to be cut and damaged.
struct TracerLog: CustomTestStringConvertible, Sendable {
  let format: String
  let text: String
  /// Whether the numbers of calls follow from the lines, and are no figures that a damaged digit changes.
  var countsLines = true

  var testDescription: String { format }
  var bytes: [UInt8] { Array(text.utf8) }

  static let all: [TracerLog] = [
    TracerLog(
      format: "ftrace",
      text: """
        # tracer: nop
        #
        # entries-in-buffer/entries-written: 19/19   #P:2
        #
        #           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
        #              | |         |   |||||     |         |
              a) = 0 <x>-31337   [000] .....  3625.987400: sys_enter: NR 273 (7fcba17aaa20, 18, 0, 7fcba17aaa10, 0, 5571b476d770)
              a) = 0 <x>-31337   [000] .....  3625.987400: sys_exit: NR 273 = 0
              a) = 0 <x>-31337   [000] .....  3625.987428: sys_enter: NR 39 (0, 0, 0, 7fcba1a090c8, 0, 7fcba17aa740)
              a) = 0 <x>-31337   [000] .....  3625.987428: sys_exit: NR 39 = 31337
                 python3-14877   [000] .....  12362.852814: sys_enter: NR 15 (0, 7ffc53aeb490, ffffffffffffff80, 0, 557750f9bb10, 11)
                 python3-14877   [000] .....  12362.852816: sys_exit: NR -1 = 0
              a) = 0 <x>-31337   [000] .....  3625.987509: sys_enter: NR 257 (ffffff9c, 5571b476d770, 241, 1b6, 0, 20)
              a) = 0 <x>-31337   [000] .....  3625.987525: sys_exit: NR 257 = -13
              a) = 0 <x>-31337   [000] .....  3625.987525: sched_switch: prev_comm=x prev_pid=1 ==> next_comm=y
              a) = 0 <x>-31337   [000] .....  3625.987525: sched_process_exit: comm=x pid=1 prio=120
              a) = 0 <x>-31337   [000] .....  3625.987546: sys_enter: NR 59 (5571b476d750, 5571b476d770, 5571b4737cc0, 84b755d3c5bf386d, 7, 1)
              a) = 0 <x>-31337   [000] .....  3625.987547: sys_exit: NR 59 = 0
              a) = 0 <x>-31337   [000] .....  3625.987548: sys_enter: NR 12 (0, 0, 0, 84b755d3c5bf386d, 7, 1)
              a) = 0 <x>-31337   [000] .....  3625.987549: sys_exit: NR 12 = 94116930211840
                    exer-31346   [001] .....  3626.327360: sys_newfstat(fd: 3, statbuf: 0x7ffd38bd4330)
                    exer-31346   [001] .....  3626.327361: sys_newfstat -> 0x0
                    exer-31346   [001] .....  3626.327373: sys_socket(family: 0x28, type: 1, protocol: 0)
                    exer-31346   [001] .....  3626.327374: sys_socket -> 0xffffffffffffff9f
              a) = 0 <x>-31337   [001] .....  3627.987546: sys_enter: NR 231 (0, 0, 0, 84b755d3c5bf386d, 7, 1)

        """),
    TracerLog(
      format: "ftrace",
      text: """
        cpus=2
                      ls-23258   [001]  5078.747167: sys_enter_openat:     dfd: 0xffffff9c, filename: 0x7f, flags: 0x80000
                      ls-23258   [001]  5078.747168: sys_exit_openat:      0x3
                      ls-23258   [001]  5078.747169: sys_enter_dup2:       oldfd: 0x3, newfd: 0x1
                      ls-23258   [001]  5078.747170: sys_exit_dup2:        0x1
                      ls-23258   [001]  5078.747171: sys_enter_newfstatat: dfd: 0xffffff9c, filename: 0x7f
                      ls-23258   [001]  5078.747172: sys_exit_newfstatat:  0xfffffffffffffffe

        """),
    TracerLog(
      format: "perf-trace",
      text: """
                 ? (         ): exer/31085  ... [continued]: execve())                                           = 0
             0.064 ( 0.003 ms): exer/31085 brk()                                                                 = 0x55c1e79db000
             0.795 ( 0.025 ms): exer/31085 mmap(len: 8192, prot: READ|WRITE, flags: PRIVATE|ANONYMOUS)           = 0x7f2795199000
             0.830 ( 0.008 ms): exer/31085 access(filename: 0x951cd2a0, mode: R)                                 = -1 ENOENT (No such file or directory)
             0.843 ( 0.013 ms): exer/31085 openat(dfd: CWD, filename: 0x951cc0b1, flags: RDONLY|CLOEXEC)         = 4
             0.858 ( 0.005 ms): exer/31085 newfstatat(dfd: 4, filename: 0x951ccc99, statbuf: 0x7fff29eab5a0, flag: 4096) = 0
             0.909 ( 0.005 ms): exer/31085 read(fd: 4, buf: 0x7fff29eab708, count: 832)                          = 832
             0.916 ( 0.002 ms): exer/31085 pread64(fd: 4, buf: 0x7fff29eab320, count: 784, pos: 64)              = 784
             0.920 ( 0.002 ms): exer/31085 close(fd: 4)                                                          = 0
             1.041 ( 0.002 ms): exer/31085 set_tid_address(tidptr: 0x7f2794faba10)                               = 31085 (exer)
             1.045 ( 0.002 ms): exer/31085 set_robust_list(head: 0x7f2794faba20, len: 24)                        = 0
             1.532 ( 0.010 ms): exer/31085 mprotect(start: 0x55c1c79ac000, len: 4096, prot: READ)                = 0
             1.609 ( 0.023 ms): exer/31085 munmap(addr: 0x7f2795190000, len: 34811)                              = 0
             1.667 (300.143 ms): exer/31085 clock_nanosleep(rqtp: 0x7fff29eac2e0)                                 = 0
           301.840 ( 0.021 ms): a) = 0 <x>/31085 prctl(option: SET_NAME, arg2: 0x55c1c79ab008)                         = 0
           301.864 ( 0.027 ms): a) = 0 <x>/31085 socket(family: LOCAL, type: STREAM|CLOEXEC)                           = 4
           301.953 ( 0.001 ms): a) = 0 <x>/31085 ioctl(cmd: TIOCGPTN)                                                  = -1 ENOTTY (Inappropriate ioctl for device)
           301.997 ( 0.003 ms): a) = 0 <x>/31085 fcntl(fd: 1</dev/null>, cmd: GETFD)                                   = CLOEXEC
           302.947 (         ): a) = 0 <x>/31085 futex(uaddr: 0x7f27, op: WAIT_BITSET|CLOCK_REALTIME)              ...
                 ? (         ): a) = 0 <x>/31091  ... [continued]: clone())                                            = \("")
           302.950 ( 0.003 ms): a) = 0 <x>/31091 getpid()                                                              = 31091 (a) = 0 <x>)
           302.947 ( 0.307 ms): a) = 0 <x>/31085  ... [continued]: futex())                                            = 0
           306.508 (         ): a) = 0 <x>/31085 exit_group()                                                          = ?

        """),
    TracerLog(
      format: "perf-trace",
      text: """

         Summary of events:

         bash (15104), 57 events, 0.3%

           syscall            calls  errors  total       min       avg       max       stddev
                                             (msec)    (msec)    (msec)    (msec)        (%)
           --------------- --------  ------ -------- --------- --------- ---------     ------
           wait4                  2      1     4.171     0.016     2.085     4.155     99.26%
        \t\t\t\tECHILD: 1
           clone                  2      0     0.179     0.000     0.089     0.179    100.00%
           rt_sigprocmask         9      0     0.130     0.013     0.014     0.016      2.11%


         bash (15105), 217 events, 1.1%

           syscall            calls  errors  total       min       avg       max       stddev
                                             (msec)    (msec)    (msec)    (msec)        (%)
           --------------- --------  ------ -------- --------- --------- ---------     ------
           openat                30     13     0.540     0.012     0.018     0.028      4.65%
           mmap                  21      0     0.387     0.013     0.018     0.025      4.40%



        """, countsLines: false),
    TracerLog(
      format: "bpftrace",
      text: """
        Attaching 2 probes...


        @calls[0]: 1
        @calls[262]: 374
        @calls[257]: 350
        @n[flock, 257]: 20
        @n[a) = 0 <x>, 0]: 1
        @n[sleep, 257]: 330
        @n[a) = 0 <x>, 262]: 374
        @p[tracepoint:syscalls:sys_enter_openat]: 377
        @p[tracepoint:syscalls:sys_enter_newfstatat]: 3315
        @p[kprobe:__x64_sys_read]: 6891


        """, countsLines: false),
    TracerLog(
      format: "spo-enricher",
      text: ["close 3", "openat 257", "clone 56", "epoll_wait 232"].map { call in
        let parts = call.split(separator: " ")
        return
          #"I0705 12:08:18.729660 1843190 enricher.go:69] log-enricher "msg"="audit" "container"="nginx" "#
          + #""executable"="/usr/bin/x \"y\"" "namespace"="default" "node"="127.0.0.1" "pid"=1234 "#
          + #""pod"="p" "syscallID"=\#(parts[1]) "syscallName"="\#(parts[0])" "#
          + #""timestamp"="1625504898.704:5" "type"="seccomp""# + "\n"
      }.joined()
        + #"I0705 12:08:18.729660 1843190 enricher.go:69] "audit" logger="log-enricher" "#
        + #"timestamp="1.2:3" type="seccomp" pid=1234 syscallID=3 syscallName="close""# + "\n"),
    TracerLog(
      format: "spo-json-enricher",
      text:
        #"{"auditID":"75092dd1","cmdLine":"sh","executable":"/bin/sh","gid":0,"node":{"name":"n"},"#
        + #""pid":4711,"resource":{"pod":"p"},"syscalls":["read","openat","close"],"uid":0,"#
        + #""version":"spo/v1_alpha"}"# + "\n"
        + #"{"auditID":"75092dd2","executable":"/bin/x","pid":4712,"syscalls":["openat2"]}"# + "\n"),
    TracerLog(
      format: "auditbeat",
      text:
        #"{"@timestamp":"2025-11-18T11:24:43.745Z","auditd":{"sequence":14,"result":"success","data":"#
        + #"{"arch":"x86_64","syscall":"openat","exit":"3","a0":"ffffff9c"}},"process":{"pid":4711}}"#
        + "\n"
        + #"{"@timestamp":"2025-11-18T11:24:43.746Z","auditd":{"sequence":15,"result":"fail","data":"#
        + #"{"arch":"x86_64","syscall":"socket","exit":"EACCES","a0":"2","a1":"1"}},"process":{"pid":4711}}"#
        + "\n"),
    TracerLog(
      format: "osquery",
      text: ["getsockname", "451(unknown)", "open"].map {
        #"{"name":"seccomp_events","columns":{"arch":"X86_64","code":"LOG","comm":"w","compat":"0","#
          + #""pid":"4711","syscall":"\#($0)"},"action":"added"}"# + "\n"
      }.joined()),
    TracerLog(
      format: "osquery",
      text: """
        [
          {"arch":"X86_64","code":"LOG","comm":"w","compat":"0","syscall":"read"},
          {"arch":"I386","code":"ERRNO","comm":"w","compat":"0","syscall":"5"}
        ]

        """),
    TracerLog(
      format: "names",
      text: "# what it needs\nread, write\nopenat close # files\nexit_group\nclone3\n"),
    TracerLog(
      format: "names", text: "     11 openat\n     42 read\n      1 execve\n", countsLines: false),
    TracerLog(format: "names", text: "[\n  \"openat\",\n  \"readv\",\n  \"dup3\"\n]\n"),
    TracerLog(format: "names", text: "[\"openat\", \"readv\", \"dup3\"]\n"),
    TracerLog(
      format: "strace-summary",
      text: """
        % time     seconds  usecs/call     calls    errors syscall
        ------ ----------- ----------- --------- --------- ----------------
         47.76    0.000032          10         3           mprotect
          0.00    0.000000           0         4         1 access
          0.00    0.000000           0         5           openat
        ------ ----------- ----------- --------- --------- ----------------
        100.00    0.000067           2        12         1 total
        System call usage summary for 32 bit mode:
        % time     seconds  usecs/call     calls    errors syscall
        ------ ----------- ----------- --------- --------- ----------------
         47.76    0.000032          10         3           readv
        ------ ----------- ----------- --------- --------- ----------------
        100.00    0.000067          10         3           total

        """),
  ]
}
