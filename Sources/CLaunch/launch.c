#include "CLaunch.h"

#include <malloc.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

// A program that is linked with all it needs finds its own file and its arguments in /proc, and Swift's runtime
// aborts where that is not mounted, before the program begins. 101 is the first place that is not the libc's own.
__attribute__((constructor(101))) static void require_proc(void)
{
	char target[2];
	// The kernel tells where it loaded the dynamic loader; 0 where there is none (getauxval(3)).
	if (getauxval(AT_BASE) != 0 ||
	    readlink("/proc/self/exe", target, sizeof target) >= 0)
		return;
	static const char message[] =
		"whittle: error: /proc is not mounted, and this program needs "
		"it to find its arguments and "
		"itself; mount it (mount -t proc proc /proc), or run the "
		"program outside of the chroot\n";
	ssize_t written = write(STDERR_FILENO, message, strlen(message));
	(void)written;
	_exit(2);
}

// glibc gives back what is freed above 128 KiB at the end of the heap, to ask for it again a moment later; and it raises
// the size from which a block has a mapping of its own to that of the largest block freed so far, up to 32 MiB, so that
// files of programs stay in memory after they were read (mallopt(3)).
__attribute__((constructor)) static void choose_what_is_given_back(void)
{
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 8 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
}
