/*
 * Compiles a filter in a forked child.
 *
 * On some rule sets seccomp_rule_add never returns (2.5.4 and 2.6.1), and it
 * cannot be stopped from inside its process. A child can be killed.
 *
 * Why fork and not our own executable run again with a hidden command: a
 * library should not have to know which program it is linked into, /proc may
 * be missing, and tests have no such program. What fork risks is a lock that
 * another thread held at the time of the fork. The child takes one lock only,
 * malloc's, which glibc (and musl since 1.2.2) puts in order at fork;
 * libseccomp has no threads and no locks of its own. No Swift runs in the
 * child, and it leaves by _exit.
 */
#define _GNU_SOURCE
#include "CSeccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Shared between parent and child, so that a killed child still tells where it
 * stood. Written by the child alone. */
struct progress {
	volatile enum cseccomp_step step;
	volatile size_t index;
	volatile int error;
};

/* More than a filter the kernel takes, less than what a hostile profile could
 * make of memory. */
#define LARGEST_PROGRAM ((size_t)64 << 20)

/* Writable private memory of this process in bytes, the sixth number of statm
 * (proc(5)); 0 where /proc does not tell. */
static uint64_t writable_memory(void)
{
	char text[128];
	uint64_t pages = 0;
	int field = 1;
	ssize_t length, i;
	int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return 0;
	length = read(fd, text, sizeof(text));
	close(fd);
	for (i = 0; i < length && field <= 6; i++) {
		if (text[i] == ' ')
			field++;
		else if (field == 6 && text[i] >= '0' && text[i] <= '9')
			pages = pages * 10 + (uint64_t)(text[i] - '0');
	}
	return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* Leaves the standard streams and `output` open, the latter as descriptor 3.
 *
 * Other pipes of the parent must not live on here: one of another compilation
 * at the same time would not end before this child does. */
static int keep_only(int output)
{
	struct rlimit limit = { 1024, 1024 };

	if (output != 3)
		output = dup2(output, 3);
#ifdef SYS_close_range
	if (syscall(SYS_close_range, 4, ~0U, 0) == 0)
		return output;
#endif
	getrlimit(RLIMIT_NOFILE, &limit);
	for (rlim_t fd = 4; fd < limit.rlim_cur && fd < 65536; fd++)
		close((int)fd);
	return output;
}

static void lower(int resource, uint64_t soft, uint64_t hard)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) != 0)
		return;
	if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur > soft)
		limit.rlim_cur = soft;
	if (limit.rlim_max == RLIM_INFINITY || limit.rlim_max > hard)
		limit.rlim_max = hard;
	setrlimit(resource, &limit);
}

/* The parent's clock is the limit that counts; the others hold for a child
 * whose parent is gone or stopped. */
static void limit_child(const struct cseccomp_job *job)
{
	uint64_t seconds = job->milliseconds / 1000 + 1;
	uint64_t used = writable_memory();

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	lower(RLIMIT_CPU, seconds, seconds + 1);
	lower(RLIMIT_CORE, 0, 0);
	/* Not RLIMIT_AS: malloc has reserved address space that it has not used,
	 * and a caller that has mapped large files may have more than the limit. */
	if (used != 0)
		lower(RLIMIT_DATA, used + job->memory_bytes,
		      used + job->memory_bytes);
	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXCPU, SIG_DFL);
}

static int add_rule(scmp_filter_ctx context, const struct cseccomp_job *job,
		    const struct cseccomp_rule *rule)
{
	struct scmp_arg_cmp conditions[6];
	size_t i;

	if (rule->condition_count > 6)
		return -EINVAL;
	for (i = 0; i < rule->condition_count; i++) {
		const struct cseccomp_condition *condition =
			&job->conditions[rule->first_condition + i];

		conditions[i] = (struct scmp_arg_cmp){
			.arg = condition->argument,
			.op = (enum scmp_compare)condition->comparison,
			.datum_a = condition->value,
			.datum_b = condition->second,
		};
	}
	return seccomp_rule_add_array(context, rule->action, rule->number,
				      (unsigned int)rule->condition_count,
				      conditions);
}

/* The order of calls is runc's (libcontainer/seccomp/seccomp_linux.go). */
static int build(const struct cseccomp_job *job, struct progress *progress,
		 int output)
{
	scmp_filter_ctx context;
	unsigned int level;
	int rc;

	/* What may be compiled must not hang on the kernel we run on. */
	for (level = 7; level > 0; level--)
		if (seccomp_api_set(level) == 0)
			break;

	progress->step = CSECCOMP_CREATING;
	context = seccomp_init(job->default_action);
	if (context == NULL)
		return -EINVAL;

	progress->step = CSECCOMP_ADDING_ARCHITECTURE;
	if (job->without_native) {
		rc = seccomp_arch_remove(context, SCMP_ARCH_NATIVE);
		if (rc < 0)
			return rc;
	}
	for (size_t i = 0; i < job->architecture_count; i++) {
		progress->index = i;
		rc = seccomp_arch_add(context, job->architectures[i]);
		if (rc < 0 && rc != -EEXIST)
			return rc;
	}

	progress->step = CSECCOMP_OPTIMIZING;
	if (job->optimization > 1) {
		/* Not fatal in runc either: an older libseccomp. */
		(void)seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE,
				       job->optimization);
	}
	rc = seccomp_attr_set(context, SCMP_FLTATR_CTL_NNP, 0);
	if (rc < 0)
		return rc;

	progress->step = CSECCOMP_ADDING_RULE;
	for (size_t i = 0; i < job->rule_count; i++) {
		progress->index = i;
		rc = add_rule(context, job, &job->rules[i]);
		if (rc < 0)
			return rc;
	}

	progress->step = CSECCOMP_EXPORTING;
	return seccomp_export_bpf(context, output);
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

/* Reads to the end of the pipe; the errno, ETIMEDOUT past the deadline. */
static int drain(int input, uint64_t deadline, struct cseccomp_outcome *outcome)
{
	size_t capacity = 0;

	for (;;) {
		struct pollfd waiting = { .fd = input, .events = POLLIN };
		uint64_t time = now();
		uint64_t left = deadline > time ? deadline - time : 0;
		ssize_t count;
		int ready = poll(&waiting, 1, left > 60000 ? 60000 : (int)left);

		if (ready < 0 && errno != EINTR)
			return errno;
		if (ready <= 0) {
			if (now() >= deadline)
				return ETIMEDOUT;
			continue;
		}
		if (capacity - outcome->byte_count < 4096) {
			size_t larger = capacity == 0 ? (size_t)1 << 16 :
							capacity * 2;
			uint8_t *bytes;

			if (larger > LARGEST_PROGRAM)
				return EFBIG;
			bytes = realloc(outcome->bytes, larger);
			if (bytes == NULL)
				return ENOMEM;
			outcome->bytes = bytes;
			capacity = larger;
		}
		count = read(input, outcome->bytes + outcome->byte_count,
			     capacity - outcome->byte_count);
		if (count < 0 && errno != EINTR)
			return errno;
		if (count == 0)
			return 0;
		if (count > 0)
			outcome->byte_count += (size_t)count;
	}
}

static void reap(pid_t child, struct cseccomp_outcome *outcome)
{
	int status = 0;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return;
	if (WIFSIGNALED(status))
		outcome->signal = WTERMSIG(status);
}

struct cseccomp_outcome cseccomp_compile(const struct cseccomp_job *job)
{
	struct cseccomp_outcome outcome = { .step = CSECCOMP_STARTING };
	uint64_t deadline = now() + job->milliseconds;
	struct progress *progress;
	int ends[2];
	pid_t child;

	progress = mmap(NULL, sizeof(*progress), PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (progress == MAP_FAILED) {
		outcome.error = errno;
		return outcome;
	}
	if (pipe2(ends, O_CLOEXEC) != 0) {
		outcome.error = errno;
		goto unmap;
	}
	child = fork();
	if (child == 0) {
		int rc;

		limit_child(job);
		rc = build(job, progress, keep_only(ends[1]));
		if (rc < 0)
			progress->error = -rc;
		else
			progress->step = CSECCOMP_DONE;
		_exit(rc < 0);
	}
	if (child < 0)
		outcome.error = errno;
	close(ends[1]);
	if (child > 0) {
		int error = drain(ends[0], deadline, &outcome);

		if (error != 0)
			kill(child, SIGKILL);
		reap(child, &outcome);
		outcome.step = progress->step;
		outcome.index = progress->index;
		outcome.error = progress->error;
		outcome.timed_out = error == ETIMEDOUT ||
				    outcome.signal == SIGXCPU;
		if (error != 0 && !outcome.timed_out)
			outcome.error = error;
		/* The deadline is the caller's wish, even where the child won the
		 * race against it. */
		if (error != 0 && outcome.step == CSECCOMP_DONE)
			outcome.step = CSECCOMP_EXPORTING;
	}
	close(ends[0]);
unmap:
	munmap(progress, sizeof(*progress));
	return outcome;
}

void cseccomp_release(struct cseccomp_outcome *outcome)
{
	free(outcome->bytes);
	outcome->bytes = NULL;
	outcome->byte_count = 0;
}
