/* NFKC and lower case, quickly for what medical texts are mostly made of. */
#include <utf8proc.h>

#include "points.h"
#include "tokens.h"

enum { FULL_COMMA = 0xFF0C, LIST_COMMA = 0x3001 };

static bool is_invisible(int32_t p)
{
  if (p < 0xAD) return false;
  return p == 0xAD || (p >= 0x200B && p <= 0x200F) || (p >= 0x202A && p <= 0x202E) || (p >= 0x2060 && p <= 0x2064) ||
         (p >= 0xFE00 && p <= 0xFE0F) || p == 0xFEFF;
}

static bool is_superscript(int32_t p)
{
  return p == 0xB2 || p == 0xB3 || p == 0xB9 || p == 0x2070 || (p >= 0x2074 && p <= 0x2079) || p == 0x207B;
}

/* Stable under NFKC whatever stands beside it, so long as no mark follows. */
static bool is_stable(int32_t p)
{
  if (p < 0x80 || (p >= 0x4E00 && p <= 0x9FFF)) return true;
  if (p >= 0x3000) return p == 0x3001 || p == 0x3002 || (p >= 0x3008 && p <= 0x3011);
  return p == 0xB0 || p == 0xB1 || p == 0xB7 || p == 0xD7 || p == 0x2013 || p == 0x2014 ||
         (p >= 0x2018 && p <= 0x201D) || (p >= 0x3B1 && p <= 0x3C9) || p == 0x2264 || p == 0x2265;
}

static int32_t ascii_lower(int32_t p)
{
  return p >= 'A' && p <= 'Z' ? p + ('a' - 'A') : p;
}

/* Folds one code point where it can be done without its neighbours; -1 where it cannot. */
static int32_t fold_alone(int32_t p)
{
  if (is_stable(p)) return ascii_lower(p);
  if (p == FULL_COMMA) return LIST_COMMA;
  if (p >= 0xFF01 && p <= 0xFF5E) return ascii_lower(p - 0xFEE0);
  return p == 0x3000 ? ' ' : -1;
}

/* False when the text needs the whole of NFKC. */
static bool fold_quickly(struct tokens *t, const char *s, size_t length, int32_t *out)
{
  size_t count = 0;
  for (size_t at = 0; at < length; count++) {
    int32_t point;
    at += point_read(s + at, length - at, &point);
    out[count] = fold_alone(point);
    if (out[count] < 0) return false;
  }
  t->length = count;
  return true;
}

/* The text without what is invisible, and with a ^ where superscripts follow a digit: NFKC alone makes 109 of 10 to the
 * ninth. */
static size_t spell_out(const char *s, size_t length, char *out)
{
  size_t size = 0;
  bool power = false;
  int32_t before = 0;
  for (size_t at = 0; at < length;) {
    int32_t point;
    at += point_read(s + at, length - at, &point);
    if (is_invisible(point)) continue;
    bool raised = is_superscript(point);
    if (raised && !power && before >= '0' && before <= '9') {
      out[size++] = '^';
      power = true;
    }
    power = power && raised;
    size += point_write(point == FULL_COMMA ? LIST_COMMA : point, out + size);
    before = point;
  }
  return size;
}

static bool fold_wholly(struct tokens *t, const char *s, size_t length)
{
  char *plain = buffer_need(&t->work, length + 1, 4);
  if (!plain) return false;
  size_t size = spell_out(s, length, plain), room = text_fold_size(plain, size);
  int32_t *folded = buffer_need(&t->folded, room, sizeof *folded);
  if (!folded) return false;
  size = text_fold(plain, size, folded, room);
  int32_t *points = buffer_need(&t->text, size + 1, sizeof *points);
  if (!points) return false;
  t->length = points_read((const char *)folded, size, points);
  for (size_t i = 0; i < t->length; i++) points[i] = utf8proc_tolower(points[i]);
  return true;
}

bool tokens_fold(struct tokens *t, const char *s, size_t length)
{
  int32_t *points = buffer_need(&t->text, length + 2, sizeof *points);
  if (!points) return false;
  if (!fold_quickly(t, s, length, points) && !fold_wholly(t, s, length)) return false;
  t->points = t->text.data;
  t->bytes = NULL;
  return true;
}
