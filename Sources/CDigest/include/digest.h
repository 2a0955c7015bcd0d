#ifndef WHITTLE_CDIGEST_H
#define WHITTLE_CDIGEST_H

#include <stddef.h>
#include <stdint.h>

/* Takes blocks of 64 bytes into the state of SHA-256 (FIPS 180-4, section 6.2.2), with the processor's
   own instructions for it where there are such. */
void digest_blocks(uint32_t state[8], const uint8_t *data, size_t blocks);

/* The same without those instructions. */
void digest_blocks_portable(uint32_t state[8], const uint8_t *data,
			    size_t blocks);

#endif
