import Findings
import Logs
import Observations
import Testing
import Traces

@Suite struct CountTests {
  struct Row: CustomTestStringConvertible {
    let format: String
    let log: String
    let calls: [String]
    let ledger: [String]

    var testDescription: String { "\(format): \(log.prefix(80))" }
  }

  @Test(arguments: [
    Row(
      format: "bpftrace", log: "Attaching 1 probe...\n\n\n@calls[257]: 12\n@calls[0]: 3\n",
      calls: ["x86_64 openat 12: 12 unknown", "x86_64 read 3: 3 unknown"],
      ledger: ["guessed-architecture 1", "names-only 15"]),
    // The same calls, counted by two maps; names hold what divides.
    Row(
      format: "bpftrace",
      log: "@calls[257]: 3\n@[a) = 0 <x>, 257]: 1\n@[b, 1]: 9, 257]: 2\nLost 17 events\n",
      calls: ["x86_64 openat 3: 3 unknown"],
      ledger: ["lost-events 17", "guessed-architecture 1", "names-only 3"]),
    Row(
      format: "bpftrace",
      log:
        "@[tracepoint:syscalls:sys_enter_openat]: 3\n@[tracepoint:syscalls:sys_enter_newstat]: 1\n"
        + "@[tracepoint:syscalls:sys_enter_umount]: 1\n@[kprobe:__x64_sys_read]: 1\n",
      calls: [
        "x86_64 openat 3: 3 unknown", "x86_64 read 1: 1 unknown", "x86_64 stat 1: 1 unknown",
        "x86_64 umount2 1: 1 unknown",
      ], ledger: ["guessed-architecture 1", "names-only 6"]),
    // A probe names the call, whatever stands beside it; a program may be called as a call is.
    Row(
      format: "bpftrace",
      log: "@[tracepoint:syscalls:sys_enter_openat, 25920]: 3\n@n[flock, 257]: 1\n"
        + "@n[sh, 257]: 2\n",
      calls: ["x86_64 openat 3: 3 unknown"], ledger: ["guessed-architecture 1", "names-only 3"]),
    // Two numbers in a key: of another map, and of a program that calls itself 12.
    Row(
      format: "bpftrace",
      log: "@e[9, -13]: 2\n@calls[257]: 3\n@n[12, 257]: 1\n@n[sh, 257]: 2\n",
      calls: ["x86_64 openat 3: 3 unknown"],
      ledger: ["ambiguous-key 2", "guessed-architecture 1", "names-only 3"]),
    // Numbers beside the names of other calls.
    Row(
      format: "bpftrace",
      log: "@bypid[101]: 12\n@[tracepoint:syscalls:sys_enter_openat]: 3\n"
        + "@[kprobe:__x64_sys_read]: 1\n",
      calls: ["x86_64 openat 3: 3 unknown", "x86_64 read 1: 1 unknown"],
      ledger: ["ambiguous-key 1", "guessed-architecture 1", "names-only 4"]),
    // A newer kernel's, and one that a tracer took back.
    Row(
      format: "bpftrace", log: "@calls[257]: 3\n@calls[600]: 2\n@calls[-1]: 1\n",
      calls: [
        "x86_64 openat 3: 3 unknown", "x86_64 #600 2: 2 unknown", "x86_64 #4294967295 1: 1 unknown",
      ],
      ledger: ["guessed-architecture 1", "unknown-name 3", "names-only 6"]),
    Row(
      format: "ftrace",
      log: """
            a) = 0 <x>-23258   [001] .....  5078.747167: sys_enter: NR 41 (ffffffff00000002, 80001, 0, 0, 0, 0)
            a) = 0 <x>-23258   [001] .....  5078.747168: sys_exit: NR 41 = -97
         x-1   [001] -7-23259   [001] .....  5078.747169: sys_enter: NR 231 (0, 0, 0, 0, 0, 0)
        CPU:0 [LOST 1234 EVENTS]

        """,
      calls: [
        "x86_64 exit_group 1: 1 unknown", "x86_64 socket[0=0x2 1=0x80001 2=0x0] 1: 1 E97",
      ], ledger: ["lost-events 1234", "guessed-architecture 1"]),
    Row(
      format: "ftrace",
      log: """
        # tracer: nop
        # entries-in-buffer/entries-written: 6/1006   #P:2
                    exer-31346   [001] .....  3626.327360: sys_newfstat(fd: 3, statbuf: 0x7ffd38bd4330)
                    exer-31346   [001] .....  3626.327361: sys_newfstat -> 0x0
                    exer-31346   [001] .....  3626.327373: sys_socket(family: 0x28, type: 1, protocol: 0)
                    exer-31346   [001] .....  3626.327374: sys_socket -> 0xffffffffffffff9f
                    exer-31347   [001] .....  3626.327375: sys_clone -> 0x0
                    exer-31347   [001] .....  3626.327376: sys_futex(uaddr: 0x7f, op: 9)

        """,
      calls: [
        "x86_64 fstat 1: 1 returned", "x86_64 futex[1=0x9] 1: 1 unknown",
        "x86_64 socket[0=0x28 1=0x1 2=0x0] 1: 1 E97",
      ],
      ledger: [
        "lost-events 1000", "unfinished-call 1", "orphaned-clone 1", "guessed-architecture 1",
      ]),
    // 383 is i386's statx, and no call of x86-64's.
    Row(
      format: "ftrace",
      log: """
                     t32-32602   [001] .....  1320.194143: sys_enter: NR 295 (ffffff9c, f7fcf498, 88000, 0, f7fdcff4, ffb77b48)
                     t32-32602   [001] .....  1320.194152: sys_enter: NR 383 (3, f7fd00d2, 1800, 7ff, ffb77948, ffb77a94)
                     t32-32602   [001] .....  1320.194153: sys_enter: NR 600 (3, f7fd00d2, 1800, 7ff, ffb77948, ffb77a94)

        """,
      calls: [
        "x86_64 preadv 1: 1 unknown", "x86_64 #383 1: 1 unknown", "x86_64 #600 1: 1 unknown",
      ],
      ledger: [
        "architecture-mismatch 1", "unfinished-call 1", "guessed-architecture 1", "unknown-name 2",
      ]),
    Row(
      format: "ftrace",
      log: """
        cpus=2
                      ls-23258   [001]  5078.747167: sys_enter:            NR 59 (7f64, 0, 0, 0, 0, 0)
                      ls-23258   [001]  5078.747168: sys_exit:             NR 59 = 0
                      ls-23258   [001]  5078.747169: sys_enter_openat:     dfd: 0xffffff9c, filename: 0x7f
                      ls-23258   [001]  5078.747170: sys_exit_openat:      0x3

        """,
      calls: ["x86_64 execve 1: 1 returned", "x86_64 openat 1: 1 returned"],
      ledger: ["guessed-architecture 1"]),
    Row(
      format: "perf-trace",
      log: """
                 ? (         ): exer/31085  ... [continued]: execve())                               = 0
             0.064 ( 0.003 ms): exer/31085 brk(brk: 0x17c41d00)                                      = 0x55c1e79db000
             0.830 ( 0.008 ms): a) = 0 <x>/31085 access(filename: "/a) = 0", mode: R)                = -1 ENOENT (No such file or directory)
           302.947 (         ): a) = 0 <x>/31085 futex(uaddr: 0x7f27, op: WAIT_BITSET|CLOCK_REALTIME) ...
                 ? (         ): a) = 0 <x>/31091  ... [continued]: clone())                          =
           302.947 ( 0.307 ms): a) = 0 <x>/31085  ... [continued]: futex())                          = 0
           306.462 ( 0.029 ms): a) = 0 <x>/31085 wait4(upid: -1)                                     = 31091 (a) = 0 <x>)
        LOST 12 events!
           306.508 (         ): a) = 0 <x>/31085 exit_group()                                        = ?

        """,
      calls: [
        "x86_64 access 1: 1 E2", "x86_64 brk 1: 1 returned", "x86_64 execve 1: 1 returned",
        "x86_64 exit_group 1: 1 unknown", "x86_64 futex 1: 1 returned",
        "x86_64 wait4 1: 1 returned",
      ], ledger: ["lost-events 12", "orphaned-clone 1", "guessed-architecture 1"]),
    // Second returns of perf trace -i; an entry that came too late, and calls that go on while perf attaches.
    Row(
      format: "perf-trace",
      log: """
                 ? (         ): app/25483  ... [continued]: epoll_wait())                                         = 1
           280.151 ( 0.169 ms): app/25483 clone(clone_flags: CHILD_CLEARTID|CHILD_SETTID|0x11)                    = 25484 (app)
                 ? (         ): app/25484  ... [continued]: clone())                                              = 0 (swapper)
           280.830 ( 0.017 ms): app/25483 newfstatat(dfd: 4)                                                      = 0
           280.830 ( 0.047 ms): app/25483  ... [continued]: mmap())                                               = 0x7fc964f10000
           280.893 ( 0.024 ms): app/25483  ... [continued]: munmap())                                             = 0
           281.017 ( 0.017 ms): app/25484 close(fd: 4)                                                            = 0

        """,
      calls: [
        "x86_64 clone 1: 1 returned", "x86_64 close 1: 1 returned",
        "x86_64 epoll_wait 1: 1 returned", "x86_64 mmap 1: 1 returned",
        "x86_64 munmap 0: 1 returned",
        "x86_64 newfstatat 1: 1 returned",
      ],
      ledger: [
        "orphaned-resumption 1", "orphaned-clone 1", "unseen-entry 2", "guessed-architecture 1",
      ]),
    Row(
      format: "perf-trace",
      log: """

         Summary of events:

         a) = 0 <x> (31099), 16 events, 5.3%

           syscall            calls  errors  total       min       avg       max       stddev
                                             (msec)    (msec)    (msec)    (msec)        (%)
           --------------- --------  ------ -------- --------- --------- ---------     ------
           openat                 4      2     0.025     0.003     0.006     0.007     15.56%
        \t\t\t\tENOENT: 1
        \t\t\t\t(unknown): 1
           clone                  2      0     0.144     0.000     0.160     0.177     10.49%

        """,
      calls: ["x86_64 clone 1: 1 returned", "x86_64 openat 4: 2 returned, 2 unknown"],
      ledger: ["orphaned-clone 1", "guessed-architecture 1", "names-only 5"]),
    Row(
      format: "names",
      log: "# what it needs\nread, write\nopenat close # files\nexit_group\nread\n",
      calls: [
        "x86_64 close 1: 1 unknown", "x86_64 exit_group 1: 1 unknown", "x86_64 openat 1: 1 unknown",
        "x86_64 read 2: 2 unknown", "x86_64 write 1: 1 unknown",
      ], ledger: ["guessed-architecture 1", "names-only 6"]),
  ])
  func countsAndEventsOfTracers(_ row: Row) throws {
    let recording = try Recording(row.log)
    #expect(recording.run.formats == [row.format])
    #expect(recording.calls == row.calls)
    #expect(recording.ledger == row.ledger)
  }

  /// Maps whose numbers are not certain to be calls.
  @Test(arguments: [
    // Two numbers in a key: threads, results.
    ("@calls[158, 25920]: 1\n@calls[111, 25909]: 1\n@e[9, 140]: 2\n", 3),
    // The numbers of one map are of processes, and nothing says of which.
    ("@bypid[101]: 12\n@calls[257]: 4\n@calls[0]: 7\n", 3),
    // No kernel has a call of this number.
    ("@bypid[25543]: 4\n@bypid[185]: 3\n", 2),
    ("@errs[-2]: 1229\n@errs[0]: 15416\n@errs[6]: 2\n", 3),
    // Calls by name, and their errors.
    ("@errs[openat, 2]: 1229\n@errs[read, 11]: 6\n", 2),
  ])
  func numbersThatMayBeNoCallsAreNotGuessed(_ log: String, rows: Int) throws {
    let error = #expect(throws: TraceError.self) { try Recording(log, format: "bpftrace") }
    #expect(error?.problem.contains("\(rows) rows") ?? false, "\(String(describing: error))")
    #expect(error?.problem.contains("[ambiguous-key]") ?? false)
  }

  @Test func unknownNamesOfAListAreKeptAndTold() throws {
    let recording = try Recording("read\nfrobnicate\n_llseek\n", format: "names")
    #expect(recording.counts == ["x86_64 read": 1, "x86_64 frobnicate": 1, "x86_64 _llseek": 1])
    #expect(
      recording.ledger == [
        "architecture-mismatch 1", "guessed-architecture 1", "unknown-name 1", "names-only 3",
      ])
  }

  @Test(arguments: [1 << 12, 1 << 18])
  func ofListsWithMoreNamesThanAnyKernelNoUnknownOneIsKept(_ blockSize: Int) throws {
    let names = (0..<5000).map { "frobnicate_\($0)\n" }.joined()
    let recording = try Recording("read\n\(names)read\n", format: "names", blockSize: blockSize)
    #expect(recording.calls == ["x86_64 read 2: 2 unknown"])
    #expect(
      recording.ledger == ["too-many-names 5000", "guessed-architecture 1", "names-only 5002"])
    #expect(recording.run.ledger.entries[.tooManyNames]?.places.map(\.line) == [2, 3, 4])
  }

  /// A strace log may hold anything in its quotes.
  @Test(arguments: [
    "write(1, \"type=SYSCALL msg=audit(1.000:1): arch=c000003e syscall=1\", 9) = 9\n",
    "[pid    12] write(2, \"kernel: audit: type=1326 audit(1.000:1): arch=c000003e\", 9) = 9\n",
    "1795302163.943298 write(1, \" kernel: audit: type=1326 audit(1.0:1): \", 9) = 9\n",
    "write(1, \"@calls[257]: 12\", 9) = 9\n",
    "read(3, \"x-23258   [001] .....  5078.747167: sys_enter: NR 59 (\", 9) = 9\n",
  ])
  func straceLogsAreLeftToStrace(_ line: String) throws {
    #expect(try Recording(line).run.formats == ["strace"])
  }
}
