/* text.h: UTF-8 for people and terminals (utf8proc holds the Unicode tables).
 *
 * Text is a pointer and a length; a NUL byte is a character like any other. Functions that produce text write it to
 * `out` and return its length; with out == NULL they only measure. Malformed bytes never stop a function: each counts
 * as one character one column wide, and becomes U+FFFD where text is produced. */
#ifndef VIVA_TEXT_H
#define VIVA_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool text_is_tail(unsigned char byte)
{
  return (byte & 0xC0) == 0x80;
}

/* How many bytes the well-formed sequence at s has; 0 when it is malformed (overlong, surrogate, cut short, above
 * U+10FFFF). */
static inline size_t text_step(const char *text, size_t left)
{
  const unsigned char *s = (const unsigned char *)text;
  if (s[0] < 0x80) return 1;
  if (s[0] < 0xC2 || s[0] > 0xF4 || left < 2 || !text_is_tail(s[1])) return 0;
  if (s[0] < 0xE0) return 2;
  if (left < 3 || !text_is_tail(s[2])) return 0;
  if (s[0] < 0xF0) return (s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F) ? 0 : 3;
  if (left < 4 || !text_is_tail(s[3])) return 0;
  return (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F) ? 0 : 4;
}

/* How many bytes from the start are well-formed; equals length when all are. */
size_t text_valid(const char *s, size_t length);

/* Code points. */
size_t text_length(const char *s, size_t length);

/* Terminal columns. */
size_t text_width(const char *s, size_t length);

/* How many bytes from the start fit into so many columns, never cutting what is seen as one character; *width is what
 * they take. */
size_t text_fit(const char *s, size_t length, size_t columns, size_t *width);

/* The same text with U+FFFD for each malformed byte. */
size_t text_repair(const char *s, size_t length, char *out);

/* What a terminal may be given: no escape sequences, no control characters but newline and tab, nothing that turns the
 * writing direction, nothing invisible. */
size_t text_clean(const char *s, size_t length, char *out);

/* NFKC: full-width letters, digits and brackets become plain ones. Takes well-formed text. text_fold_size says how many
 * code points the work needs; text_fold works in that buffer and returns the bytes of the result, which begin at the
 * buffer. */
size_t text_fold_size(const char *s, size_t length);
size_t text_fold(const char *s, size_t length, int32_t *buffer, size_t size);

/* The encoding that these bytes most likely are in: a name that iconv knows, or "unknown". */
const char *text_guess(const char *s, size_t length);

enum { TEXT_WORD = 64 };

/* Edit distance (swapped neighbours count once, case does not count); SIZE_MAX when a word is longer than TEXT_WORD. */
size_t text_distance(const char *a, size_t a_length, const char *b, size_t b_length);

#endif
