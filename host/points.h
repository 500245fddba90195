/* points.h: code points of UTF-8 text, and which of them are white space. */
#ifndef VIVA_POINTS_H
#define VIVA_POINTS_H

#include "text.h"

enum { POINT_REPLACEMENT = 0xFFFD };

/* Decodes one code point; a malformed byte counts as U+FFFD. Returns the bytes taken. */
static inline size_t point_read(const char *text, size_t left, int32_t *point)
{
  const unsigned char *s = (const unsigned char *)text;
  size_t step = text_step(text, left);
  switch (step) {
    case 1:
      *point = s[0];
      break;
    case 2:
      *point = (s[0] & 0x1F) << 6 | (s[1] & 0x3F);
      break;
    case 3:
      *point = (s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
      break;
    case 4:
      *point = (s[0] & 0x07) << 18 | (s[1] & 0x3F) << 12 | (s[2] & 0x3F) << 6 | (s[3] & 0x3F);
      break;
    default:
      *point = POINT_REPLACEMENT;
      return 1;
  }
  return step;
}

/* What Python's str.split() takes for white space, as the reference implementations do. */
static inline bool point_is_space(int32_t p)
{
  if (p < 0x80) return p == ' ' || (p >= '\t' && p <= '\r') || (p >= 0x1C && p <= 0x1F);
  return p == 0x85 || p == 0xA0 || p == 0x1680 || (p >= 0x2000 && p <= 0x200A) || p == 0x2028 || p == 0x2029 ||
         p == 0x202F || p == 0x205F || p == 0x3000;
}

/* At most one byte is taken for each point: out has room for `length` of them. Returns their number. */
static inline size_t points_read(const char *s, size_t length, int32_t *out)
{
  size_t count = 0;
  for (size_t at = 0; at < length; count++) at += point_read(s + at, length - at, &out[count]);
  return count;
}

/* Writes one code point; returns the bytes written (at most 4). */
size_t point_write(int32_t point, char *out);

#endif
