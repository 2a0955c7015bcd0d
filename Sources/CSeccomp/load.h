/* Loading a filter into the calling thread; for children of ours alone. */
#ifndef WHITTLE_LOAD_H
#define WHITTLE_LOAD_H

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

/* What seccomp(2) returns: -1 and errno, else 0 or the listener. */
static inline long load_filter(const void *program, size_t instruction_count,
			       unsigned long flags)
{
	struct sock_fprog filter = {
		.len = (unsigned short)instruction_count,
		.filter = (struct sock_filter *)program,
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &filter);
}

#endif
