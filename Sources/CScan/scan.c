#include "scan.h"

/* Vectors of clang's, so that one text serves every processor. On x86-64 it is compiled a second time
   for AVX2, which halves its time and which every server since 2013 (Haswell, Zen) has. */

typedef uint8_t vector __attribute__((vector_size(32)));
typedef _Bool bits __attribute__((ext_vector_type(32)));

/* A macro and not a function: a vector in a signature would tie it to one of the two versions. */
#define HALF(text, test)                                                                           \
    ({                                                                                             \
        vector byte;                                                                               \
        memcpy(&byte, (text), sizeof byte);                                                        \
        bits found = __builtin_convertvector((vector)(test), bits);                                \
        uint32_t half;                                                                             \
        memcpy(&half, &found, sizeof half);                                                        \
        half;                                                                                      \
    })

/* The bytes, of 64, that pass a test on `byte`. */
#define MAP(text, test) ((uint64_t)HALF(text, test) | (uint64_t)HALF((text) + 32, test) << 32)

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
static inline __attribute__((always_inline)) uint64_t parity(uint64_t bits)
{
    for (int shift = 1; shift < 64; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

static inline __attribute__((always_inline)) void marks_of(const uint8_t *text, size_t words,
                                                           uint64_t *marks)
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

size_t scan_hexadecimal(const uint8_t *text)
{
    typedef uint8_t part __attribute__((vector_size(16)));
    typedef _Bool flags __attribute__((ext_vector_type(16)));

    part byte;
    memcpy(&byte, text, sizeof byte);
    part others = (part)((byte - '0' >= 10) & (byte - 'a' >= 6));
    flags found = __builtin_convertvector(others, flags);
    uint16_t map;
    memcpy(&map, &found, sizeof map);
    return (size_t)__builtin_ctz(map | 1u << 16);
}

size_t scan_words(const uint8_t *text)
{
    typedef uint8_t part __attribute__((vector_size(16)));
    typedef _Bool flags __attribute__((ext_vector_type(16)));

    for (size_t count = 0;; count += 16) {
        part byte;
        memcpy(&byte, text + count, sizeof byte);
        part others = (part)(((byte | 0x20) - 'a' >= 26) & (byte - '0' >= 10) & (byte != '_') &
                             (byte != '|') & (byte != ' '));
        flags found = __builtin_convertvector(others, flags);
        uint16_t map;
        memcpy(&map, &found, sizeof map);
        if (map)
            return count + (size_t)__builtin_ctz(map);
    }
}

void scan_marks_portable(const uint8_t *text, size_t words, uint64_t *marks)
{
    marks_of(text, words, marks);
}

#if defined(__x86_64__)

__attribute__((target("avx2,bmi"))) static void marks_avx2(const uint8_t *text, size_t words,
                                                           uint64_t *marks)
{
    marks_of(text, words, marks);
}

__attribute__((target("avx2,bmi"))) static size_t text_avx2(const uint8_t *text)
{
    return text_of(text);
}

__attribute__((target("avx2,bmi"))) static uint64_t blanks_avx2(const uint8_t *text)
{
    return blanks_of(text);
}

static int has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}

#else

#define marks_avx2 scan_marks_portable
#define text_avx2 text_of
#define blanks_avx2 blanks_of
#define has_avx2() 0

#endif

void scan_marks(const uint8_t *text, size_t words, uint64_t *marks)
{
    if (has_avx2())
        marks_avx2(text, words, marks);
    else
        scan_marks_portable(text, words, marks);
}

size_t scan_text(const uint8_t *text)
{
    return has_avx2() ? text_avx2(text) : text_of(text);
}

uint64_t scan_blanks(const uint8_t *text)
{
    return has_avx2() ? blanks_avx2(text) : blanks_of(text);
}
