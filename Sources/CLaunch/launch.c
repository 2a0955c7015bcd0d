#include "CLaunch.h"

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
