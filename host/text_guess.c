/* text_guess.c: which encoding bytes are in, and which word another one was meant to be. */
#include <string.h>
#include <utf8proc.h>

#include "text.h"

static const char *guess_by_mark(const char *s, size_t length)
{
  static const struct {
    const char *bytes;
    size_t count;
    const char *name;
  } marks[] = {
      {"\xEF\xBB\xBF", 3, "UTF-8"}, {"\xFF\xFE\0\0", 4, "UTF-32LE"}, {"\0\0\xFE\xFF", 4, "UTF-32BE"},
      {"\xFF\xFE", 2, "UTF-16LE"},  {"\xFE\xFF", 2, "UTF-16BE"},     {"\x84\x31\x95\x33", 4, "GB18030"},
  };
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (length >= marks[i].count && memcmp(s, marks[i].bytes, marks[i].count) == 0) return marks[i].name;
  return NULL;
}

/* Plain text has no NUL bytes unless each character takes two: then ASCII leaves them on one side. Chinese text still
 * has ASCII newlines, digits and quotes. */
static const char *guess_wide(const char *s, size_t length)
{
  size_t zeros[2] = {0, 0};
  for (size_t i = 0; i < length; i++) zeros[i % 2] += s[i] == '\0';
  size_t total = zeros[0] + zeros[1];
  if (total * 50 < length || total < 2) return NULL;
  if (zeros[1] > 9 * zeros[0]) return "UTF-16LE";
  return zeros[0] > 9 * zeros[1] ? "UTF-16BE" : NULL;
}

/* What the bytes above ASCII would be in GB18030. */
struct gb {
  size_t pairs;
  size_t both_high; /* GB2312, nearly all of real Chinese text; Western text has one high byte alone */
  size_t wrong;
};

static size_t gb_step(const unsigned char *s, size_t left, struct gb *gb)
{
  if (s[0] < 0x80) return 1;
  bool lead = s[0] >= 0x81 && s[0] <= 0xFE;
  if (lead && left >= 4 && s[1] >= 0x30 && s[1] <= 0x39 && s[2] >= 0x81 && s[2] <= 0xFE && s[3] >= 0x30 && s[3] <= 0x39)
    return 4;
  if (lead && left >= 2 && s[1] >= 0x40 && s[1] <= 0xFE && s[1] != 0x7F) {
    gb->pairs++;
    gb->both_high += s[0] >= 0xA1 && s[1] >= 0xA1;
    return 2;
  }
  gb->wrong += left > 1;
  return 1;
}

static bool is_gb(const char *s, size_t length)
{
  struct gb gb = {0, 0, 0};
  for (size_t at = 0; at < length;) at += gb_step((const unsigned char *)s + at, length - at, &gb);
  return gb.wrong * 100 <= gb.pairs && gb.both_high * 2 > gb.pairs;
}

/* Damaged UTF-8 is still UTF-8: at most one byte in ten of those above ASCII is malformed. */
static bool is_mostly_utf8(const char *s, size_t length)
{
  size_t high = 0, malformed = 0;
  for (size_t at = 0; at < length;) {
    size_t step = text_step(s + at, length - at);
    malformed += step == 0;
    high += step == 1 ? 0 : step ? step : 1;
    at += step ? step : 1;
  }
  return malformed * 10 <= high;
}

const char *text_guess(const char *s, size_t length)
{
  const char *marked = guess_by_mark(s, length);
  if (marked) return marked;
  const char *wide = guess_wide(s, length);
  if (wide) return wide;
  if (is_mostly_utf8(s, length)) return "UTF-8";
  return is_gb(s, length) ? "GB18030" : "unknown";
}

/* The code points of a word in lower case; 0 when there are too many. */
static size_t spell(const char *s, size_t length, int32_t *points)
{
  size_t count = 0;
  for (size_t at = 0; at < length; count++) {
    if (count == TEXT_WORD) return 0;
    utf8proc_int32_t point;
    utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)s + at, (utf8proc_ssize_t)(length - at), &point);
    points[count] = step > 0 ? utf8proc_tolower(point) : 0xFFFD;
    at += step > 0 ? (size_t)step : 1;
  }
  return count;
}

static size_t least(size_t a, size_t b)
{
  return a < b ? a : b;
}

/* rows[i][j] is the distance between the first i points of a and the first j points of b; three rows are enough. */
static size_t distance(const int32_t *a, size_t n, const int32_t *b, size_t m)
{
  size_t rows[3][TEXT_WORD + 1];
  for (size_t j = 0; j <= m; j++) rows[0][j] = j;
  for (size_t i = 1; i <= n; i++) {
    size_t *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
    now[0] = i;
    for (size_t j = 1; j <= m; j++) {
      now[j] = least(least(before[j], now[j - 1]) + 1, before[j - 1] + (a[i - 1] != b[j - 1]));
      bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) now[j] = least(now[j], earlier[j - 2] + 1);
    }
  }
  return rows[n % 3][m];
}

size_t text_distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
  int32_t first[TEXT_WORD], second[TEXT_WORD];
  size_t n = spell(a, a_length, first), m = spell(b, b_length, second);
  if ((n == 0 && a_length > 0) || (m == 0 && b_length > 0)) return SIZE_MAX;
  return distance(first, n, second, m);
}
