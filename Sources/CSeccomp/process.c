#define _GNU_SOURCE
#include "CSupervision.h"
#include "process.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The beginning of a file of /proc, terminated; its length. */
static size_t read_file(uint32_t task, const char *file, char *text,
			size_t size)
{
	char path[64];
	ssize_t length;
	int fd;

	snprintf(path, sizeof(path), "/proc/%u/%s", task, file);
	text[0] = '\0';
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	length = read(fd, text, size - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	return strlen(text);
}

struct cseccomp_process cseccomp_process_of(uint32_t thread)
{
	struct cseccomp_process process = { .id = thread };
	char text[1024];
	const char *group;
	size_t length;

	if (thread == 0)
		return process;
	read_file(thread, "status", text, sizeof(text));
	/* Behind a line end: the name above it is the program's own choice, and
	 * is printed there with its line ends escaped. */
	group = strstr(text, "\nTgid:");
	if (group != NULL)
		process.id = (uint32_t)strtoul(group + 6, NULL, 10);
	length = read_file(process.id, "comm", text, sizeof(process.name) + 1);
	if (length > 0 && text[length - 1] == '\n')
		text[--length] = '\0';
	if (length >= sizeof(process.name))
		length = sizeof(process.name) - 1;
	memcpy(process.name, text, length);
	return process;
}

/* Whether SIGSYS is in a mask of a task: `SigBlk` (blocked), `SigIgn` (ignored)
 * or `SigCgt` (caught), behind a line end. */
static int has_sigsys(const char *status, const char *mask)
{
	const char *found = strstr(status, mask);

	return found != NULL &&
	       (strtoull(found + strlen(mask), NULL, 16) >> (SIGSYS - 1) & 1) !=
		       0;
}

static int minds_sigsys(const char *status)
{
	return has_sigsys(status, "\nSigBlk:") ||
	       has_sigsys(status, "\nSigIgn:") ||
	       has_sigsys(status, "\nSigCgt:");
}

int cseccomp_handles_sigsys(uint32_t thread)
{
	char text[4096];

	/* The kernel forces a signal: one that is blocked ends the process. */
	read_file(thread, "status", text, sizeof(text));
	return has_sigsys(text, "\nSigCgt:") && !has_sigsys(text, "\nSigBlk:");
}

int cseccomp_has_died(uint32_t task)
{
	char text[4096];
	const char *state;

	read_file(task, "status", text, sizeof(text));
	state = strstr(text, "\nState:\t");
	return state == NULL || state[8] == 'Z' || state[8] == 'X';
}

void cseccomp_end_process_of(uint32_t thread)
{
	char text[4096];
	uint32_t process = cseccomp_process_of(thread).id;

	if (process == 0)
		return;
	read_file(thread, "status", text, sizeof(text));
	kill((pid_t)process, minds_sigsys(text) ? SIGKILL : SIGSYS);
}
