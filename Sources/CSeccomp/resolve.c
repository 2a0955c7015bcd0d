#include "CSeccomp.h"

#include <seccomp.h>

int32_t cseccomp_resolve(uint32_t architecture, const char *name)
{
	return seccomp_syscall_resolve_name_arch(architecture, name);
}

struct cseccomp_version cseccomp_library_version(void)
{
	const struct scmp_version *version = seccomp_version();

	return (struct cseccomp_version){
		.major = version->major,
		.minor = version->minor,
		.micro = version->micro,
	};
}

uint32_t cseccomp_api_level(void)
{
	return seccomp_api_get();
}
