#ifndef WHITTLE_CSCAN_H
#define WHITTLE_CSCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bit i of word k of a map stands for byte 64 k + i of the text. Texts are whole numbers of words
   long and begin at the beginning of a line. */

/* The vectors that a text is scanned with: whatever the compiler makes of them, or those of x86-64. */
enum scan_vectors { SCAN_PORTABLE, SCAN_AVX2, SCAN_AVX512 };

/* The best that this processor has; it has those before it as well. */
enum scan_vectors scan_best(void);

/* Marks the bytes that decide how a line of strace's is read: ( ) * + < > and a backslash where they
   stand outside of strings in quotes, and control characters wherever they stand, so every line feed
   too. A string ends with its line at the latest. */
void scan_marks(const uint8_t *text, size_t words, uint64_t *marks, enum scan_vectors vectors);

/* Marks the bytes that decide where an audit record ends: ( and control characters. */
void scan_record_marks(const uint8_t *text, size_t words, uint64_t *marks);

/* How many letters, digits, `_`, `|` and blanks stand at the beginning of a text: what names and numbers are
   made of. Reads up to 15 bytes behind the first other one. */
size_t scan_words(const uint8_t *text);

#endif
