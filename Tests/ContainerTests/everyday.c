/* What programs do every day by functions of the C library, of which glibc and musl make other system calls. Ends with
   the number of the first line that failed. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define must(condition)                                                        \
	do {                                                                   \
		if (!(condition)) {                                            \
			dprintf(2, "line %d\n", __LINE__);                     \
			_exit(__LINE__ & 0xff ? __LINE__ & 0xff : 1);          \
		}                                                              \
	} while (0)

static volatile sig_atomic_t signals;
static void handle(int number)
{
	signals += number > 0;
}

static void *thread(void *argument)
{
	usleep(1000);
	return argument;
}

extern char **environ;

int main(int count, char **words)
{
	if (count > 1)
		return 0;
	struct stat file;
	must(mkdir("/tmp/a", 0700) == 0);
	int descriptor = open("/tmp/a/b", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	must(descriptor >= 0 && write(descriptor, "text\n", 5) == 5);
	must(fstat(descriptor, &file) == 0 && file.st_size == 5);
	must(stat("/tmp/a/b", &file) == 0 && lstat("/tmp/a/b", &file) == 0);
	must(access("/tmp/a/b", R_OK) == 0 && chmod("/tmp/a/b", 0640) == 0);
	must(symlink("b", "/tmp/a/c") == 0 &&
	     link("/tmp/a/b", "/tmp/a/d") == 0);
	char target[8];
	must(readlink("/tmp/a/c", target, sizeof target) == 1);
	must(rename("/tmp/a/d", "/tmp/a/e") == 0);
	must(utimes("/tmp/a/b", NULL) == 0 && chown("/tmp/a/b", 0, 0) == 0 &&
	     lchown("/tmp/a/c", 0, 0) == 0);
	DIR *folder = opendir("/tmp/a");
	must(folder && readdir(folder) && closedir(folder) == 0);
	FILE *stream = fopen("/tmp/a/b", "r");
	char line[16];
	must(stream && fgets(line, sizeof line, stream) &&
	     strcmp(line, "text\n") == 0 && fclose(stream) == 0);
	must(unlink("/tmp/a/b") == 0 && unlink("/tmp/a/c") == 0 &&
	     unlink("/tmp/a/e") == 0 && rmdir("/tmp/a") == 0);

	int ends[2];
	must(pipe(ends) == 0 && dup2(ends[1], 9) == 9 && write(9, "x", 1) == 1);
	struct pollfd ready = { ends[0], POLLIN, 0 };
	must(poll(&ready, 1, 1000) == 1);
	fd_set set;
	FD_ZERO(&set);
	FD_SET(ends[0], &set);
	struct timeval second = { 1, 0 };
	must(select(ends[0] + 1, &set, NULL, NULL, &second) == 1);
	int waiting = epoll_create(1);
	struct epoll_event event = { EPOLLIN, { .fd = ends[0] } };
	must(waiting >= 0 &&
	     epoll_ctl(waiting, EPOLL_CTL_ADD, ends[0], &event) == 0);
	must(epoll_wait(waiting, &event, 1, 1000) == 1);
	must(eventfd(0, 0) >= 0 && inotify_init() >= 0);

	must(signal(SIGUSR1, handle) != SIG_ERR && raise(SIGUSR1) == 0 &&
	     signals == 1);
	must(signal(SIGALRM, handle) != SIG_ERR);
	/* Again and again, for the first may come before the pause: under strace
	   it does. alarm(0) ends it. */
	struct itimerval soon = { { 0, 50000 }, { 0, 1000 } };
	must(setitimer(ITIMER_REAL, &soon, NULL) == 0 && pause() == -1 &&
	     signals >= 2);
	alarm(100);
	alarm(0);
	struct timespec moment = { 0, 1000 };
	must(nanosleep(&moment, NULL) == 0 &&
	     clock_nanosleep(CLOCK_MONOTONIC, 0, &moment, NULL) == 0);
	struct rlimit limit;
	must(getrlimit(RLIMIT_NOFILE, &limit) == 0 &&
	     setrlimit(RLIMIT_NOFILE, &limit) == 0);
	must(getpgrp() >= 0 && time(NULL) > 0 &&
	     sysconf(_SC_NPROCESSORS_ONLN) > 0);

	pthread_t other;
	must(pthread_create(&other, NULL, thread, NULL) == 0 &&
	     pthread_join(other, NULL) == 0);
	int status;
	pid_t child = fork();
	must(child >= 0);
	if (child == 0)
		abort();
	must(waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
	     WTERMSIG(status) == SIGABRT);
	char *again[] = { words[0], "child", NULL };
	must(posix_spawn(&child, "/proc/self/exe", NULL, NULL, again,
			 environ) == 0);
	must(waitpid(child, &status, 0) == child && WIFEXITED(status) &&
	     WEXITSTATUS(status) == 0);
	must(malloc(1 << 20) && puts("done") >= 0 && fflush(stdout) == 0);
	return 0;
}
