/*
 * A program to run under filters: makes one system call, and exits with the
 * errno that it got, 0 for success.
 *
 *   Caller call NUMBER [ARGUMENT ...]
 *   Caller threads NUMBER COUNT     in as many threads at once; exits with the
 *                                   number of them that got EPERM
 *   Caller child NUMBER             in a child that is waited for
 *   Caller orphan NUMBER            exits with 3; a child left behind makes the
 *                                   call a moment later
 *   Caller list                     makes each call that a line of standard input
 *                                   names: NUMBER [ARGUMENT ...]
 *   Caller handle NUMBER            exits with 43 where a handler for SIGSYS was
 *                                   told the call, and the call returned its
 *                                   number, as after a trap; else with 44
 *   Caller await                    exits with 42 on SIGTERM or SIGINT, says
 *                                   "ready" when it can
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static long arguments[6];
static long number;

static int make_call(void)
{
	long *a = arguments;

	return syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]) == -1 ?
		       errno :
		       0;
}

static void *make_call_in_thread(void *unused)
{
	(void)unused;
	return (void *)(long)make_call();
}

static int in_threads(int count)
{
	pthread_t threads[64];
	int refused = 0;

	if (count > 64)
		count = 64;
	for (int i = 0; i < count; i++)
		pthread_create(&threads[i], NULL, make_call_in_thread, NULL);
	for (int i = 0; i < count; i++) {
		void *error;

		pthread_join(threads[i], &error);
		refused += (long)error == EPERM;
	}
	return refused;
}

static int in_child(void)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(make_call());
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static int leave_orphan(void)
{
	if (fork() == 0) {
		usleep(200000);
		_exit(make_call());
	}
	return 3;
}

static int make_calls(void)
{
	char line[256];
	size_t length = 0;
	char byte;

	while (read(0, &byte, 1) == 1) {
		char *rest = line;

		if (byte != '\n') {
			if (length + 1 < sizeof(line))
				line[length++] = byte;
			continue;
		}
		line[length] = 0;
		length = 0;
		number = strtol(rest, &rest, 0);
		for (int i = 0; i < 6; i++)
			arguments[i] = (long)strtoul(rest, &rest, 0);
		make_call();
	}
	return 0;
}

static volatile int was_told;

static void handle_trap(int signal, siginfo_t *info, void *context)
{
	(void)context;
	/* SYS_SECCOMP of linux/signal.h */
	was_told = signal == SIGSYS && info->si_code == 1 &&
		   info->si_syscall == number && info->si_call_addr != NULL &&
		   info->si_arch != 0 && info->si_errno == 0;
}

static int handle(void)
{
	struct sigaction action = { .sa_sigaction = handle_trap,
				    .sa_flags = SA_SIGINFO };

	sigaction(SIGSYS, &action, NULL);
	return syscall(number, 1, 2, 3) == number && was_told ? 43 : 44;
}

static void stop(int signal)
{
	(void)signal;
	_exit(42);
}

static int await_signal(void)
{
	sigset_t all;

	/* Whoever runs tests may have blocked them in the thread that started us. */
	sigfillset(&all);
	sigprocmask(SIG_UNBLOCK, &all, NULL);
	signal(SIGTERM, stop);
	signal(SIGINT, stop);
	if (write(1, "ready\n", 6) != 6)
		return 1;
	for (;;)
		pause();
}

int main(int count, char **words)
{
	if (count < 2)
		return 64;
	if (strcmp(words[1], "await") == 0)
		return await_signal();
	if (strcmp(words[1], "list") == 0)
		return make_calls();
	if (count < 3)
		return 64;
	number = strtol(words[2], NULL, 0);
	if (strcmp(words[1], "threads") == 0)
		return count > 3 ? in_threads(atoi(words[3])) : 64;
	if (strcmp(words[1], "child") == 0)
		return in_child();
	if (strcmp(words[1], "handle") == 0)
		return handle();
	if (strcmp(words[1], "orphan") == 0)
		return leave_orphan();
	for (int i = 3; i < count && i < 9; i++)
		arguments[i - 3] = (long)strtoul(words[i], NULL, 0);
	return make_call();
}
