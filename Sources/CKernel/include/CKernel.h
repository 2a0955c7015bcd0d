#ifndef WHITTLE_CKERNEL_H
#define WHITTLE_CKERNEL_H

#include <stddef.h>
#include <stdint.h>

/* A name that a kernel header defines, and its value on the architecture this is compiled for. */
struct kernel_constant {
    const char *name;
    uint64_t value;
};

const struct kernel_constant *kernel_constants(void);
size_t kernel_constants_count(void);

#endif
