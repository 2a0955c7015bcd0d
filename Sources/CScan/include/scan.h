#ifndef WHITTLE_CSCAN_H
#define WHITTLE_CSCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bit i of word k of a map stands for byte 64 k + i of the text. Texts are whole numbers of words
   long and begin at the beginning of a line. */

/* Marks the bytes that decide how a line of strace's is read: ( ) * + < > and a backslash where they
   stand outside of strings in quotes, and control characters wherever they stand, so every line feed
   too. A string ends with its line at the latest. */
void scan_marks(const uint8_t *text, size_t words, uint64_t *marks);

/* The same without AVX2, whatever the processor has. */
void scan_marks_portable(const uint8_t *text, size_t words, uint64_t *marks);

/* How many blanks stand at the beginning of 32 bytes. */
static inline int scan_blanks(const uint8_t *text)
{
    typedef uint8_t vector __attribute__((vector_size(32)));
    typedef _Bool bits __attribute__((ext_vector_type(32)));
    vector byte;
    memcpy(&byte, text, sizeof byte);
    bits other = __builtin_convertvector((vector)(byte != ' '), bits);
    uint32_t others;
    memcpy(&others, &other, sizeof others);
    return others ? __builtin_ctz(others) : 32;
}

/* Marks the bytes that decide where an audit record ends: ( and control characters. */
void scan_record_marks(const uint8_t *text, size_t words, uint64_t *marks);

#endif
