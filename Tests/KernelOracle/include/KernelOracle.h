/* The running kernel's opinion of seccomp programs, for tests. */
#ifndef WHITTLE_KERNEL_ORACLE_H
#define WHITTLE_KERNEL_ORACLE_H

#include <stddef.h>
#include <stdint.h>

struct kernel_call {
	uint32_t number;
	uint64_t arguments[6];
};

/* The kernel did not come to answer: an earlier call ended the child. */
#define KERNEL_NO_ANSWER INT32_MIN

/* Loads the program, in host byte order, in a child and makes the calls there,
 * which must not return "allow" for any of them. An answer is the errno, or 0
 * for a call that reported success. Returns 0, the errno that the kernel
 * refused the program with, or a negative errno of our own. */
int kernel_answers(const uint8_t *program, size_t instructions,
		   const struct kernel_call *calls, size_t count,
		   int32_t *answers);

/* What the last of these calls gives when they are made one after the other in a
 * child without a filter: an errno, or 0 for success. A process that a call makes
 * ends at once. Returns KERNEL_NO_ANSWER where the child ended before. */
int32_t kernel_result(const struct kernel_call *calls, size_t count);

#endif
