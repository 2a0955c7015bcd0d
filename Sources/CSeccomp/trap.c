/*
 * Ends a call as a filter that traps does: by a SIGSYS that tells the call, for
 * which the program may have a handler (SECCOMP_RET_TRAP, seccomp(2)).
 *
 * Only the kernel may send a signal that tells of a call. So a thread whose
 * program has a handler is traced while one signal is delivered, and the signal
 * is given what the kernel's would have. Where tracing is refused (Yama, a
 * container, a debugger) the handler gets a plain SIGSYS.
 */
#define _GNU_SOURCE
#include "CSupervision.h"
#include "process.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

/* linux/signal.h */
#define CODE_OF_SECCOMP 1
#define PAUSE_IN_MICROSECONDS 100

/* What the registers are after a call that was trapped: those before it, as
 * syscall_rollback() leaves them, and behind the instruction. */
static void roll_back(pid_t thread, const struct cseccomp_call *call)
{
#if defined(__x86_64__)
	struct user_regs_struct registers;

	if (ptrace(PTRACE_GETREGS, thread, NULL, &registers) != 0)
		return;
	registers.rax = registers.orig_rax;
	registers.rip = call->instruction_pointer;
	ptrace(PTRACE_SETREGS, thread, NULL, &registers);
#elif defined(__aarch64__)
	struct user_regs_struct registers;
	struct iovec place = { .iov_base = &registers,
			       .iov_len = sizeof(registers) };

	if (ptrace(PTRACE_GETREGSET, thread, (void *)NT_PRSTATUS, &place) !=
		    0 ||
	    place.iov_len != sizeof(registers))
		return;
	registers.regs[0] = call->arguments[0];
	registers.pc = call->instruction_pointer;
	ptrace(PTRACE_SETREGSET, thread, (void *)NT_PRSTATUS, &place);
#else
	(void)thread;
	(void)call;
#endif
}

static void deliver(pid_t thread, const struct cseccomp_call *call,
		    uint16_t data)
{
	siginfo_t info;

	memset(&info, 0, sizeof(info));
	info.si_signo = SIGSYS;
	info.si_errno = data;
	info.si_code = CODE_OF_SECCOMP;
	info.si_call_addr = (void *)(uintptr_t)call->instruction_pointer;
	info.si_syscall = (int)call->number;
	info.si_arch = call->architecture;
	ptrace(PTRACE_SETSIGINFO, thread, NULL, &info);
	roll_back(thread, call);
	ptrace(PTRACE_DETACH, thread, NULL, (void *)(long)SIGSYS);
}

/* Goes with the thread to the delivery of its SIGSYS. The command itself is not
 * waited for when it ends: cseccomp_reap does that. */
static void follow(pid_t thread, int is_command,
		   const struct cseccomp_call *call, uint16_t data)
{
	for (;;) {
		siginfo_t stop = { 0 };
		int ends = is_command ? 0 : WEXITED;

		if (waitid(P_PID, (id_t)thread, &stop,
			   WSTOPPED | ends | WNOHANG | __WALL) != 0)
			return;
		if (stop.si_pid == 0) {
			if (cseccomp_has_died((uint32_t)thread) && is_command)
				return;
			usleep(PAUSE_IN_MICROSECONDS);
		} else if (stop.si_code != CLD_TRAPPED) {
			return;
		} else if (stop.si_status == SIGSYS) {
			deliver(thread, call, data);
			return;
		} else {
			/* Another signal, or a stop that the terminal asks for. */
			int signal = stop.si_status >> 8 != 0 ? 0 :
								stop.si_status;

			ptrace(PTRACE_CONT, thread, NULL, (void *)(long)signal);
		}
	}
}

int cseccomp_trap(const struct cseccomp_supervision *supervision,
		  const struct cseccomp_call *call, uint16_t data)
{
	pid_t thread = (pid_t)call->thread;
	uint32_t process = cseccomp_process_of(call->thread).id;
	int is_handled = cseccomp_handles_sigsys(call->thread);
	int is_traced;

	if (!cseccomp_is_waiting(supervision, call->id))
		return ESRCH;
	if (!is_handled) {
		cseccomp_end_process_of(call->thread);
		cseccomp_answer(supervision, call->id, ENOSYS);
		return 0;
	}
	is_traced = ptrace(PTRACE_SEIZE, thread, NULL, NULL) == 0;
	/* It comes before the call returns. */
	syscall(SYS_tgkill, (pid_t)process, thread, SIGSYS);
	cseccomp_answer(supervision, call->id, ENOSYS);
	if (is_traced)
		follow(thread, thread == supervision->pid, call, data);
	return 0;
}
