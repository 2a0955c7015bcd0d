/* The supervisor's side of seccomp user notification (seccomp_unotify(2)). */
#define _GNU_SOURCE
#include "CSupervision.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SECCOMP_IOCTL_NOTIF_ADDFD
/* The kernel has it since 5.9; never filled in here. */
#define SECCOMP_IOCTL_NOTIF_ADDFD SECCOMP_IOW(3, char[24])
#endif

/* Room for what newer kernels add to the structures. */
union notification {
	struct seccomp_notif it;
	char room[512];
};

union response {
	struct seccomp_notif_resp it;
	char room[512];
};

/* As pid 1 of a container, whoever is orphaned is ours to wait for. Until that
 * is done, kernels before 6.11 take the filter for used. */
static int is_init(const struct cseccomp_supervision *supervision)
{
	return supervision->ended && getpid() == 1;
}

int cseccomp_wait(const struct cseccomp_supervision *supervision,
		  int milliseconds)
{
	int watches_end = !supervision->ended;
	struct pollfd watched[] = {
		{ .fd = supervision->listener, .events = POLLIN },
		{ .fd = supervision->signals, .events = POLLIN },
		{ .fd = watches_end ? supervision->pidfd : -1,
		  .events = POLLIN },
	};
	int blind = (watches_end && supervision->pidfd < 0) ||
		    is_init(supervision);
	int found = 0;

	if (blind && (milliseconds < 0 || milliseconds > 50))
		milliseconds = 50;
	if (is_init(supervision))
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	if (poll(watched, 3, milliseconds) < 0)
		return 0;
	if (watched[0].revents & POLLIN)
		found |= CSECCOMP_HAS_CALL;
	else if (watched[0].revents & POLLHUP)
		found |= CSECCOMP_IS_UNUSED;
	if (watched[1].revents & POLLIN)
		found |= CSECCOMP_HAS_SIGNAL;
	if (watched[2].revents != 0 || (watches_end && supervision->pidfd < 0))
		found |= CSECCOMP_MAY_HAVE_ENDED;
	return found;
}

int cseccomp_tells_unused(const struct cseccomp_supervision *supervision)
{
	/* Both came with 5.9. A kernel that knows the request fails at the
	 * address, one that does not at the request. */
	return ioctl(supervision->listener, SECCOMP_IOCTL_NOTIF_ADDFD, NULL) !=
		       0 &&
	       errno != EINVAL && errno != ENOTTY;
}

int cseccomp_receive(const struct cseccomp_supervision *supervision,
		     struct cseccomp_call *call)
{
	union notification notification;

	/* The kernel insists on zeros. */
	memset(&notification, 0, sizeof(notification));
	if (ioctl(supervision->listener, SECCOMP_IOCTL_NOTIF_RECV,
		  &notification) != 0)
		return errno;
	*call = (struct cseccomp_call){
		.id = notification.it.id,
		.thread = notification.it.pid,
		.number = (uint32_t)notification.it.data.nr,
		.architecture = notification.it.data.arch,
		.instruction_pointer = notification.it.data.instruction_pointer,
	};
	for (int i = 0; i < 6; i++)
		call->arguments[i] = notification.it.data.args[i];
	return 0;
}

int cseccomp_is_waiting(const struct cseccomp_supervision *supervision,
			uint64_t id)
{
	return ioctl(supervision->listener, SECCOMP_IOCTL_NOTIF_ID_VALID,
		     &id) == 0;
}

int cseccomp_answer(const struct cseccomp_supervision *supervision, uint64_t id,
		    int error)
{
	union response response;

	memset(&response, 0, sizeof(response));
	response.it.id = id;
	response.it.error = -error;
	return ioctl(supervision->listener, SECCOMP_IOCTL_NOTIF_SEND,
		     &response) == 0 ?
		       0 :
		       errno;
}

int cseccomp_pass_signal(const struct cseccomp_supervision *supervision)
{
	struct signalfd_siginfo signal;

	if (read(supervision->signals, &signal, sizeof(signal)) !=
	    (ssize_t)sizeof(signal))
		return 0;
	/* What the terminal sends, it sends to the whole foreground group. */
	if (signal.ssi_code != SI_KERNEL && !supervision->ended)
		kill(supervision->pid, (int)signal.ssi_signo);
	return (int)signal.ssi_signo;
}

struct cseccomp_end cseccomp_reap(struct cseccomp_supervision *supervision)
{
	struct cseccomp_end end = { .ended = 0 };
	int status = 0;

	if (waitpid(supervision->pid, &status, WNOHANG) != supervision->pid)
		return end;
	supervision->ended = 1;
	end.ended = 1;
	if (WIFSIGNALED(status))
		end.signal = WTERMSIG(status);
	else
		end.exit_code = WEXITSTATUS(status);
	return end;
}
