/*
 * Running a command under a filter whose questions this process answers, and
 * asking the kernel what a filter says. Linux's own headers do not show
 * through.
 */
#ifndef WHITTLE_CSUPERVISION_H
#define WHITTLE_CSUPERVISION_H

#include <signal.h>
#include <stddef.h>
#include <stdint.h>

/* How far a command's start got. */
enum cseccomp_start_step {
	CSECCOMP_FINDING,
	CSECCOMP_PREPARING,
	CSECCOMP_LOADING,
	CSECCOMP_STARTED,
};

struct cseccomp_command {
	/* NUL-terminated strings, one after the other; the first is the program. */
	const char *arguments;
	size_t argument_count;
	/* struct sock_filter, in host byte order. */
	const uint8_t *program;
	size_t instruction_count;
};

struct startup;

/* A command under supervision. */
struct cseccomp_supervision {
	enum cseccomp_start_step step;
	/* Positive errno of the step that failed, 0 for none. */
	int error;
	int pid;
	/* The command has been waited for. */
	int ended;
	int listener;
	int signals;
	/* -1 where the kernel has none (before 5.3). */
	int pidfd;
	sigset_t saved_mask;
	struct startup *startup;
};

/* Starts the command with no-new-privileges, under the program; it inherits
 * the standard streams and the environment. From here to cseccomp_finish the
 * calling thread's signals go to the supervision. cseccomp_finish is due
 * whatever came out. */
void cseccomp_start(const struct cseccomp_command *command,
		    struct cseccomp_supervision *supervision);

/* What there is to do, or-ed. */
#define CSECCOMP_HAS_CALL 1
#define CSECCOMP_MAY_HAVE_ENDED 2
#define CSECCOMP_HAS_SIGNAL 4
/* No process is left under the filter. */
#define CSECCOMP_IS_UNUSED 8

/* Waits until there is something to do; 0 when the time is over. A negative
 * time is endless. */
int cseccomp_wait(const struct cseccomp_supervision *supervision,
		  int milliseconds);

/* Whether the kernel (5.9) tells when no process is left under the filter. */
int cseccomp_tells_unused(const struct cseccomp_supervision *supervision);

/* A call that waits for its answer: struct seccomp_notif. */
struct cseccomp_call {
	uint64_t id;
	/* In the supervisor's pid namespace, 0 for one outside of it. */
	uint32_t thread;
	uint32_t number;
	uint32_t architecture;
	uint64_t instruction_pointer;
	uint64_t arguments[6];
};

/* The next call; the errno where there is none after all. */
int cseccomp_receive(const struct cseccomp_supervision *supervision,
		     struct cseccomp_call *call);
/* Whether the call still waits, so that what was learned about its thread is
 * about it and not about a later thread of the same id. */
int cseccomp_is_waiting(const struct cseccomp_supervision *supervision,
			uint64_t id);
/* Lets the call fail with the errno, or succeed with 0; 0, or why not. */
int cseccomp_answer(const struct cseccomp_supervision *supervision, uint64_t id,
		    int error);

/* Takes a signal, and passes it on to the command unless the command has it
 * already; 0 where there is none. */
int cseccomp_pass_signal(const struct cseccomp_supervision *supervision);

struct cseccomp_end {
	int ended;
	int exit_code;
	/* 0 for a command that exited. */
	int signal;
};
/* Waits for the command if it has ended, and never otherwise. */
struct cseccomp_end cseccomp_reap(struct cseccomp_supervision *supervision);

/* Why execve failed; 0 where it did not. */
int cseccomp_execution_error(const struct cseccomp_supervision *supervision);

void cseccomp_finish(struct cseccomp_supervision *supervision);

/* The process that a thread is of. */
struct cseccomp_process {
	uint32_t id;
	/* TASK_COMM_LEN bytes, NUL-terminated; empty where /proc does not tell. */
	char name[16];
};
struct cseccomp_process cseccomp_process_of(uint32_t thread);

/* Ends the process of a thread as a filter that kills it would: by SIGSYS, or by
 * SIGKILL where the process would not die of that. */
void cseccomp_end_process_of(uint32_t thread);

/* Ends the call as a filter that traps it would, with SIGSYS and the data: the
 * handler runs, or the process ends. 0, or the errno where the call does not
 * wait any more. */
int cseccomp_trap(const struct cseccomp_supervision *supervision,
		  const struct cseccomp_call *call, uint16_t data);

/* A call to make; of this machine's own architecture. */
struct cseccomp_probe {
	uint32_t number;
	uint64_t arguments[6];
};

/* The child ended before it came to this probe. No errno is negative. */
#define CSECCOMP_NO_ANSWER (-1)

/* Loads the program in a child, which makes the calls under it. Each of them
 * must be answered with an errno: what the program allows is really done. An
 * answer is the errno, 0 for success. Returns 0, or the errno of the loading. */
int cseccomp_ask_kernel(const uint8_t *program, size_t instruction_count,
			const struct cseccomp_probe *probes, size_t probe_count,
			int32_t *answers);

#endif
