/*
 * Starts a command under a filter that asks, and gets hold of the listener.
 *
 * The listener is born as a descriptor of the task that loads the filter, and
 * that task is under the filter from then on: whatever it did to hand the
 * descriptor over (sendmsg, write, even a futex) might be refused, or be a
 * question that nobody can hear yet. So it does nothing. It is cloned with
 * CLONE_FILES: the listener appears in the one table of descriptors that it
 * shares with the supervisor, and execve, its very next call, gives it a table
 * of its own, from which the listener is gone by close-on-exec.
 *
 * The other way is pidfd_getfd(2), which needs Linux 5.6 and the right to trace
 * the child: a container has it not, nor has a machine with Yama's strict
 * settings.
 *
 * The number comes through shared memory, which the supervisor looks at again
 * and again for the millisecond that it takes, since waking it would be a call.
 */
#define _GNU_SOURCE
#include "CSupervision.h"
#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

/* Written by the child alone. */
struct startup {
	/* -1 until there is one. */
	int listener;
	int loading_error;
	int execution_error;
};

struct launch {
	char path[PATH_MAX];
	char **arguments;
	const struct cseccomp_command *command;
	struct startup *startup;
	pid_t parent;
	sigset_t mask;
};

extern char **environ;

#define STACK_SIZE ((size_t)256 << 10)

static void set(int *place, int value)
{
	__atomic_store_n(place, value, __ATOMIC_RELEASE);
}

static int get(const int *place)
{
	return __atomic_load_n(place, __ATOMIC_ACQUIRE);
}

/* Where exit is refused, an illegal instruction ends the process. */
static int leave(void)
{
	_exit(127);
	__builtin_trap();
}

/* The child. Descriptors are the supervisor's too: none may be closed here. */
static int launch(void *argument)
{
	struct launch *launch = argument;
	const struct cseccomp_command *command = launch->command;
	long listener;

	/* Without a supervisor the command would get other answers. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != launch->parent)
		return leave();
	sigprocmask(SIG_SETMASK, &launch->mask, NULL);

	/* So that a signal does not interrupt a call that would not have slept
	 * under the real filter (Linux 5.19). */
	listener = load_filter(command->program, command->instruction_count,
			       SECCOMP_FILTER_FLAG_NEW_LISTENER |
				       SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
	if (listener < 0 && errno == EINVAL)
		listener = load_filter(command->program,
				       command->instruction_count,
				       SECCOMP_FILTER_FLAG_NEW_LISTENER);
	if (listener < 0) {
		set(&launch->startup->loading_error, errno);
		return leave();
	}
	set(&launch->startup->listener, (int)listener);
	execve(launch->path, launch->arguments, environ);
	set(&launch->startup->execution_error, errno);
	return leave();
}

static int is_program(const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return errno;
	if (!S_ISREG(status.st_mode))
		return EACCES;
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

/* The program's path, as execvp(3) finds it. Looked for here, because every
 * failed attempt of the child would be a call under the filter. */
static int find_program(const char *name, char path[PATH_MAX])
{
	const char *directories = getenv("PATH");
	int result = ENOENT;

	if (strlen(name) >= PATH_MAX)
		return ENAMETOOLONG;
	if (strchr(name, '/') != NULL || *name == '\0') {
		strcpy(path, name);
		return is_program(path);
	}
	if (directories == NULL)
		directories = "/bin:/usr/bin";
	for (;;) {
		size_t length = strcspn(directories, ":");

		if (length + strlen(name) + 3 <= PATH_MAX) {
			int error;

			/* An empty entry is the current directory. */
			memcpy(path, length == 0 ? "." : directories,
			       length == 0 ? 1 : length);
			strcpy(path + (length == 0 ? 1 : length), "/");
			strcat(path, name);
			error = is_program(path);
			if (error == 0)
				return 0;
			if (error == EACCES)
				result = EACCES;
		}
		if (directories[length] == '\0')
			return result;
		directories += length + 1;
	}
}

static char **split(const struct cseccomp_command *command)
{
	char **arguments = calloc(command->argument_count + 1, sizeof(char *));
	const char *next = command->arguments;

	if (arguments == NULL)
		return NULL;
	for (size_t i = 0; i < command->argument_count; i++) {
		arguments[i] = (char *)next;
		next += strlen(next) + 1;
	}
	return arguments;
}

/* From here on the signals wait to be passed on. */
static int hold_signals(void)
{
	static const int passed[] = { SIGINT,  SIGTERM, SIGHUP,
				      SIGQUIT, SIGUSR1, SIGUSR2 };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(passed) / sizeof(*passed); i++)
		sigaddset(&set, passed[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* The child may have none of this process's signal handlers run in it. */
static pid_t clone_child(struct launch *description, char *stack)
{
	sigset_t all, before;
	pid_t pid;
	int error;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	pid = clone(launch, stack + STACK_SIZE, CLONE_FILES | SIGCHLD,
		    description);
	error = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return pid;
}

static int await_listener(struct cseccomp_supervision *supervision)
{
	const struct timespec moment = { .tv_nsec = 100000 };

	for (;;) {
		siginfo_t end = { .si_pid = 0 };

		supervision->listener = get(&supervision->startup->listener);
		if (supervision->listener >= 0)
			return 0;
		if (get(&supervision->startup->loading_error) != 0)
			return get(&supervision->startup->loading_error);
		/* Left as it is, to be waited for by cseccomp_reap. */
		if (waitid(P_PID, (id_t)supervision->pid, &end,
			   WEXITED | WNOHANG | WNOWAIT) == 0 &&
		    end.si_pid != 0 &&
		    get(&supervision->startup->listener) < 0 &&
		    get(&supervision->startup->loading_error) == 0)
			return ECHILD;
		nanosleep(&moment, NULL);
	}
}

static int start(const struct cseccomp_command *command,
		 struct cseccomp_supervision *supervision,
		 struct launch *description)
{
	char *stack;
	int error;

	supervision->step = CSECCOMP_FINDING;
	description->arguments = split(command);
	if (description->arguments == NULL)
		return ENOMEM;
	error = find_program(description->arguments[0], description->path);
	if (error != 0)
		return error;

	supervision->step = CSECCOMP_PREPARING;
	supervision->startup = mmap(NULL, sizeof(*supervision->startup),
				    PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (supervision->startup == MAP_FAILED) {
		supervision->startup = NULL;
		return errno;
	}
	supervision->startup->listener = -1;
	supervision->signals = hold_signals();
	if (supervision->signals < 0)
		return errno;
	description->command = command;
	description->startup = supervision->startup;
	description->mask = supervision->saved_mask;
	description->parent = getpid();
	stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (stack == MAP_FAILED)
		return errno;
	supervision->pid = clone_child(description, stack);
	error = errno;
	/* The child has a copy. */
	munmap(stack, STACK_SIZE);
	if (supervision->pid < 0)
		return error;
	supervision->pidfd = (int)syscall(SYS_pidfd_open, supervision->pid, 0);

	supervision->step = CSECCOMP_LOADING;
	error = await_listener(supervision);
	if (error != 0)
		return error;
	supervision->step = CSECCOMP_STARTED;
	return 0;
}

void cseccomp_start(const struct cseccomp_command *command,
		    struct cseccomp_supervision *supervision)
{
	struct launch *description = calloc(1, sizeof(*description));

	*supervision = (struct cseccomp_supervision){
		.step = CSECCOMP_PREPARING,
		.error = ENOMEM,
		.pid = -1,
		.listener = -1,
		.signals = -1,
		.pidfd = -1,
	};
	sigprocmask(SIG_SETMASK, NULL, &supervision->saved_mask);
	if (description == NULL)
		return;
	supervision->error = start(command, supervision, description);
	free(description->arguments);
	free(description);
}

int cseccomp_execution_error(const struct cseccomp_supervision *supervision)
{
	return supervision->startup == NULL ?
		       0 :
		       get(&supervision->startup->execution_error);
}

static void close_if_open(int descriptor)
{
	if (descriptor >= 0)
		close(descriptor);
}

void cseccomp_finish(struct cseccomp_supervision *supervision)
{
	/* First, since a command that waits for an answer cannot end. */
	close_if_open(supervision->listener);
	if (supervision->pid > 0 && !supervision->ended) {
		kill(supervision->pid, SIGKILL);
		while (waitpid(supervision->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	if (supervision->signals >= 0) {
		struct signalfd_siginfo signal;

		/* They were meant for the command. */
		while (read(supervision->signals, &signal, sizeof(signal)) > 0)
			;
		close(supervision->signals);
	}
	close_if_open(supervision->pidfd);
	if (supervision->startup != NULL)
		munmap(supervision->startup, sizeof(*supervision->startup));
	sigprocmask(SIG_SETMASK, &supervision->saved_mask, NULL);
}
