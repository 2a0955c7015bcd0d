/* What /proc tells of a task. */
#ifndef WHITTLE_PROCESS_H
#define WHITTLE_PROCESS_H

#include <stdint.h>

/* Whether a SIGSYS would run a handler of the thread's program. */
int cseccomp_handles_sigsys(uint32_t thread);

/* Whether a task has ended, waited for or not. */
int cseccomp_has_died(uint32_t task);

#endif
