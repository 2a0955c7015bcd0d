/*
 * libseccomp as whittle uses it: names to numbers in this process, rules to a
 * filter in a child that may be killed. Nothing of libseccomp's own header
 * shows through.
 */
#ifndef WHITTLE_CSECCOMP_H
#define WHITTLE_CSECCOMP_H

#include "CSupervision.h"

#include <stddef.h>
#include <stdint.h>

/* An argument condition; `comparison` is one of `enum scmp_compare`. For a
 * masked one `value` is the mask and `second` what the masked argument equals. */
struct cseccomp_condition {
	uint32_t argument;
	uint32_t comparison;
	uint64_t value;
	uint64_t second;
};

/* `number` as cseccomp_resolve gives it. The conditions are a slice of the
 * job's. */
struct cseccomp_rule {
	uint32_t action;
	int32_t number;
	size_t first_condition;
	size_t condition_count;
};

struct cseccomp_job {
	uint32_t default_action;
	/* SCMP_FLTATR_CTL_OPTIMIZE: 1 priority, 2 binary tree. */
	uint32_t optimization;
	/* Non-zero to leave this machine's own architecture out. */
	int without_native;
	/* SCMP_ARCH_* tokens. */
	const uint32_t *architectures;
	size_t architecture_count;
	const struct cseccomp_rule *rules;
	size_t rule_count;
	const struct cseccomp_condition *conditions;
	uint64_t milliseconds;
	/* What the child may take beyond what this process has. */
	uint64_t memory_bytes;
};

/* How far the child got. */
enum cseccomp_step {
	CSECCOMP_STARTING,
	CSECCOMP_CREATING,
	CSECCOMP_ADDING_ARCHITECTURE,
	CSECCOMP_OPTIMIZING,
	CSECCOMP_ADDING_RULE,
	CSECCOMP_EXPORTING,
	CSECCOMP_DONE,
};

struct cseccomp_outcome {
	enum cseccomp_step step;
	/* Of the architecture or the rule that the step was about. */
	size_t index;
	/* Positive errno of the step that failed, 0 for none. */
	int error;
	/* Signal that ended the child, 0 for none. */
	int signal;
	int timed_out;
	/* The program as seccomp_export_bpf writes it, where the step is
	 * CSECCOMP_DONE; to be freed with cseccomp_release. */
	uint8_t *bytes;
	size_t byte_count;
};

struct cseccomp_outcome cseccomp_compile(const struct cseccomp_job *job);
void cseccomp_release(struct cseccomp_outcome *outcome);

/* The number of the call on the architecture, negative and not -1 for a call
 * that is known but has no number of its own there, -1 for an unknown name.
 * Architecture 0 is this machine's. */
int32_t cseccomp_resolve(uint32_t architecture, const char *name);

struct cseccomp_version {
	uint32_t major;
	uint32_t minor;
	uint32_t micro;
};
struct cseccomp_version cseccomp_library_version(void);

/* libseccomp's API level, probed from the running kernel. */
uint32_t cseccomp_api_level(void);

#endif
