#include "scan.h"

/* Vectors of clang's, so that one text serves every processor. On x86-64 it is compiled two times more: for AVX2,
   which halves its time and which every server since 2013 (Haswell, Zen) has, and for AVX-512, which halves it again
   (Skylake-SP, Zen 4). */

typedef uint8_t vector __attribute__((vector_size(64)));
typedef _Bool bits __attribute__((ext_vector_type(64)));

/* The bytes, of 64, that pass a test on `byte`. A macro and not a function: a vector in a signature would tie it to
   one of the versions. */
#define MAP(text, test)                                                                            \
    ({                                                                                             \
        vector byte;                                                                               \
        memcpy(&byte, (text), sizeof byte);                                                        \
        bits found = __builtin_convertvector((vector)(test), bits);                                \
        uint64_t map;                                                                              \
        memcpy(&map, &found, sizeof map);                                                          \
        map;                                                                                       \
    })

/* Bytes that a backslash escapes. `carry`: whether the first one is, and then the first one of the
   next word. Runs of backslashes are found by the carries of a subtraction, as simdjson does. */
static inline __attribute__((always_inline)) uint64_t escaped(uint64_t backslashes, uint64_t *carry)
{
    const uint64_t odd = 0xaaaaaaaaaaaaaaaa;
    uint64_t escaping = backslashes & ~*carry;
    uint64_t runs = ((escaping << 1 | odd) - escaping) ^ odd;
    uint64_t result = runs ^ (backslashes | *carry);
    *carry = (runs & backslashes) >> 63;
    return result;
}

/* Every bit is the sum of those up to it. */
static inline __attribute__((always_inline)) uint64_t parity_by_shifts(uint64_t bits)
{
    for (int shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

static inline __attribute__((always_inline)) void
marks_of(const uint8_t *text, size_t words, uint64_t *marks, uint64_t (*parity)(uint64_t))
{
    uint64_t carry = 0;
    uint64_t string = 0;
    for (size_t word = 0; word < words; word++, text += 64) {
        uint64_t backslashes = MAP(text, byte == '\\');
        uint64_t quotes = MAP(text, byte == '"') & ~escaped(backslashes, &carry);
        uint64_t feeds = MAP(text, byte == '\n');
        uint64_t inside = parity(quotes) ^ string;
        /* A line that was cut inside a string: the next one begins outside. */
        uint64_t cuts = feeds & inside;
        while (__builtin_expect(cuts != 0, 0)) {
            uint64_t behind = ~((cuts & -cuts) - 1 | (cuts & -cuts));
            inside ^= behind;
            cuts = feeds & inside & behind;
        }
        string = -((inside & ~feeds) >> 63);
        /* 0x28 to 0x2b are ( ) * +, 0x3c and 0x3e are < >. */
        uint64_t found = MAP(text, (byte & 0xfc) == 0x28) | MAP(text, (byte & 0xfd) == 0x3c);
        marks[word] = MAP(text, byte < 0x20) | ((found | backslashes) & ~inside);
    }
}

static inline __attribute__((always_inline)) size_t text_of(const uint8_t *text)
{
    for (size_t count = 0;; count += 64) {
        uint64_t found = MAP(text + count, (byte < 0x20) | (byte == '('));
        if (found)
            return count + (size_t)__builtin_ctzll(found);
    }
}

static inline __attribute__((always_inline)) uint64_t blanks_of(const uint8_t *text)
{
    uint64_t offsets = 0;
    int shift = 0;
    for (uint64_t count = 0; count < 256; count += 64) {
        uint64_t blanks = MAP(text + count, byte == ' ');
        /* Punctuation, but for what stands in numbers and labels. */
        uint64_t others = MAP(text + count, byte < '-') ^ blanks;
        for (; blanks; blanks &= blanks - 1, shift += 8) {
            offsets |= (count + (uint64_t)__builtin_ctzll(blanks)) << shift;
            if (shift == 56)
                return others & (blanks ^ (blanks - 1)) ? 0 : offsets;
        }
        if (others)
            break;
    }
    return 0;
}

typedef uint8_t part __attribute__((vector_size(16)));
typedef _Bool flags __attribute__((ext_vector_type(16)));

/* The bytes, of 16, for which a test came out. */
static inline __attribute__((always_inline)) uint16_t map_of(part test)
{
    flags found = __builtin_convertvector(test, flags);
    uint16_t map;
    memcpy(&map, &found, sizeof map);
    return map;
}

size_t scan_hexadecimal(const uint8_t *text)
{
    part byte;
    memcpy(&byte, text, sizeof byte);
    uint16_t others = map_of((part)((byte - '0' >= 10) & (byte - 'a' >= 6)));
    return (size_t)__builtin_ctz(others | 1u << 16);
}

size_t scan_words(const uint8_t *text)
{
    for (size_t count = 0;; count += 16) {
        part byte;
        memcpy(&byte, text + count, sizeof byte);
        uint16_t others = map_of((part)(((byte | 0x20) - 'a' >= 26) & (byte - '0' >= 10) &
                                        (byte != '_') & (byte != '|') & (byte != ' ')));
        if (others)
            return count + (size_t)__builtin_ctz(others);
    }
}

#if defined(__x86_64__)

#define FOR_AVX2 __attribute__((target("avx2,bmi,pclmul")))
#define FOR_AVX512 __attribute__((target("avx512bw,avx512vl,bmi,pclmul")))

/* The same by one carry-less multiplication. */
__attribute__((target("pclmul"))) static inline uint64_t parity_by_product(uint64_t bits)
{
    typedef long long pair __attribute__((vector_size(16)));
    return (uint64_t)__builtin_ia32_pclmulqdq128((pair){(long long)bits, 0}, (pair){-1, -1}, 0)[0];
}

FOR_AVX2 static void marks_avx2(const uint8_t *text, size_t words, uint64_t *marks)
{
    marks_of(text, words, marks, parity_by_product);
}

FOR_AVX512 static void marks_avx512(const uint8_t *text, size_t words, uint64_t *marks)
{
    marks_of(text, words, marks, parity_by_product);
}

FOR_AVX2 static size_t text_avx2(const uint8_t *text)
{
    return text_of(text);
}

FOR_AVX2 static uint64_t blanks_avx2(const uint8_t *text)
{
    return blanks_of(text);
}

enum scan_vectors scan_best(void)
{
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") ||
        !__builtin_cpu_supports("pclmul"))
        return SCAN_PORTABLE;
    return __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") ? SCAN_AVX512 :
                                                                                      SCAN_AVX2;
}

#else

#define marks_avx2 marks_portable
#define marks_avx512 marks_portable
#define text_avx2 text_of
#define blanks_avx2 blanks_of

enum scan_vectors scan_best(void)
{
    return SCAN_PORTABLE;
}

#endif

static void marks_portable(const uint8_t *text, size_t words, uint64_t *marks)
{
    marks_of(text, words, marks, parity_by_shifts);
}

void scan_marks(const uint8_t *text, size_t words, uint64_t *marks, enum scan_vectors vectors)
{
    if (vectors == SCAN_AVX512)
        marks_avx512(text, words, marks);
    else if (vectors == SCAN_AVX2)
        marks_avx2(text, words, marks);
    else
        marks_portable(text, words, marks);
}

size_t scan_text(const uint8_t *text)
{
    return scan_best() == SCAN_PORTABLE ? text_of(text) : text_avx2(text);
}

uint64_t scan_blanks(const uint8_t *text)
{
    return scan_best() == SCAN_PORTABLE ? blanks_of(text) : blanks_avx2(text);
}
