#include "digest.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>
#endif

/* The first 32 bits of the fractions of the cube roots of the first 64 primes: section 4.2.2. */
static const uint32_t constants[64] __attribute__((aligned(16))) = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t rotated(uint32_t word, int distance)
{
	return word >> distance | word << (32 - distance);
}

void digest_blocks_portable(uint32_t state[8], const uint8_t *data,
			    size_t blocks)
{
	for (; blocks > 0; blocks--, data += 64) {
		uint32_t w[64], s[8];
		for (int i = 0; i < 16; i++)
			w[i] = (uint32_t)data[4 * i] << 24 |
			       (uint32_t)data[4 * i + 1] << 16 |
			       (uint32_t)data[4 * i + 2] << 8 | data[4 * i + 3];
		for (int i = 16; i < 64; i++) {
			uint32_t early = w[i - 15], late = w[i - 2];
			w[i] = w[i - 16] +
			       (rotated(early, 7) ^ rotated(early, 18) ^
				early >> 3) +
			       w[i - 7] +
			       (rotated(late, 17) ^ rotated(late, 19) ^
				late >> 10);
		}
		for (int i = 0; i < 8; i++)
			s[i] = state[i];
		for (int i = 0; i < 64; i++) {
			uint32_t first = s[7] +
					 (rotated(s[4], 6) ^ rotated(s[4], 11) ^
					  rotated(s[4], 25)) +
					 ((s[4] & s[5]) ^ (~s[4] & s[6])) +
					 constants[i] + w[i];
			uint32_t second =
				(rotated(s[0], 2) ^ rotated(s[0], 13) ^
				 rotated(s[0], 22)) +
				((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
			for (int k = 7; k > 0; k--)
				s[k] = s[k - 1];
			s[4] += first;
			s[0] = first + second;
		}
		for (int i = 0; i < 8; i++)
			state[i] += s[i];
	}
}

#if defined(__x86_64__)

/* Four rounds a step: "Intel SHA Extensions", July 2013. */
__attribute__((target("sha,sse4.1"))) static void
blocks_by_instructions(uint32_t state[8], const uint8_t *data, size_t blocks)
{
	const __m128i order =
		_mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
	__m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state),
					0xb1);
	__m128i high = _mm_shuffle_epi32(
		_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
	/* A, B, E, F and C, D, G, H are what the instructions take. */
	__m128i abef = _mm_alignr_epi8(low, high, 8);
	__m128i cdgh = _mm_blend_epi16(high, low, 0xf0);
	for (; blocks > 0; blocks--, data += 64) {
		__m128i first = abef, second = cdgh, w[4];
		for (int i = 0; i < 4; i++)
			w[i] = _mm_shuffle_epi8(
				_mm_loadu_si128(
					(const __m128i *)(data + 16 * i)),
				order);
		for (int i = 0; i < 16; i++) {
			__m128i sum = _mm_add_epi32(
				w[i & 3],
				_mm_load_si128(
					(const __m128i *)(constants + 4 * i)));
			cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
			abef = _mm_sha256rnds2_epu32(
				abef, cdgh, _mm_shuffle_epi32(sum, 0x0e));
			if (i < 12) {
				__m128i next = _mm_sha256msg1_epu32(
					w[i & 3], w[(i + 1) & 3]);
				next = _mm_add_epi32(
					next,
					_mm_alignr_epi8(w[(i + 3) & 3],
							w[(i + 2) & 3], 4));
				w[i & 3] = _mm_sha256msg2_epu32(next,
								w[(i + 3) & 3]);
			}
		}
		abef = _mm_add_epi32(abef, first);
		cdgh = _mm_add_epi32(cdgh, second);
	}
	low = _mm_shuffle_epi32(abef, 0x1b);
	high = _mm_shuffle_epi32(cdgh, 0xb1);
	_mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xf0));
	_mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

/* Asked once: a virtual machine answers cpuid in its host, which takes longer
   than a block. */
static int has_instructions(void)
{
	enum { UNKNOWN, ABSENT, PRESENT };
	static atomic_int answer = UNKNOWN;
	int known = atomic_load_explicit(&answer, memory_order_relaxed);
	if (known == UNKNOWN) {
		unsigned a, b, c, d;
		known = __get_cpuid_count(7, 0, &a, &b, &c, &d) &&
					(b & 1u << 29) &&
					__builtin_cpu_supports("sse4.1") ?
				PRESENT :
				ABSENT;
		atomic_store_explicit(&answer, known, memory_order_relaxed);
	}
	return known == PRESENT;
}

void digest_blocks(uint32_t state[8], const uint8_t *data, size_t blocks)
{
	if (has_instructions())
		blocks_by_instructions(state, data, blocks);
	else
		digest_blocks_portable(state, data, blocks);
}

#else

void digest_blocks(uint32_t state[8], const uint8_t *data, size_t blocks)
{
	digest_blocks_portable(state, data, blocks);
}

#endif
