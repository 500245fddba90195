/* The rules `mixed` and `chinese` of tokens.h. */
#include <utf8proc.h>

#include "tokens.h"

enum kind { OTHER, LETTER, DIGIT, SIGN, ALONE };

/* Scripts that write no spaces between words; one character is one token. */
static bool is_alone(int32_t p)
{
  return (p >= 0x4E00 && p <= 0x9FFF) || (p >= 0x3400 && p <= 0x4DBF) || (p >= 0x3005 && p <= 0x3007) ||
         (p >= 0x3041 && p <= 0x30FF && p != 0x30FB && p != 0x30FC && p != 0x30A0) || (p >= 0x31F0 && p <= 0x31FF) ||
         (p >= 0xF900 && p <= 0xFAFF) || (p >= 0x20000 && p <= 0x3FFFF);
}

static const unsigned char ascii_kinds[128] = {
    ['0'] = DIGIT,  ['1'] = DIGIT,  ['2'] = DIGIT,  ['3'] = DIGIT,  ['4'] = DIGIT,  ['5'] = DIGIT,  ['6'] = DIGIT,
    ['7'] = DIGIT,  ['8'] = DIGIT,  ['9'] = DIGIT,  ['a'] = LETTER, ['b'] = LETTER, ['c'] = LETTER, ['d'] = LETTER,
    ['e'] = LETTER, ['f'] = LETTER, ['g'] = LETTER, ['h'] = LETTER, ['i'] = LETTER, ['j'] = LETTER, ['k'] = LETTER,
    ['l'] = LETTER, ['m'] = LETTER, ['n'] = LETTER, ['o'] = LETTER, ['p'] = LETTER, ['q'] = LETTER, ['r'] = LETTER,
    ['s'] = LETTER, ['t'] = LETTER, ['u'] = LETTER, ['v'] = LETTER, ['w'] = LETTER, ['x'] = LETTER, ['y'] = LETTER,
    ['z'] = LETTER, ['+'] = SIGN,   ['<'] = SIGN,   ['='] = SIGN,   ['>'] = SIGN,   ['%'] = SIGN,   ['$'] = SIGN,
};

static enum kind kind_by_category(int32_t p)
{
  switch (utf8proc_category(p)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
      return LETTER;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return DIGIT;
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
      return SIGN;
    default:
      return OTHER;
  }
}

static enum kind kind_of(int32_t p)
{
  enum { DEGREE = 0xB0, PER_MILLE = 0x2030 };
  if (p < 0x80) return ascii_kinds[p];
  if (is_alone(p)) return ALONE;
  if (p == DEGREE || p == PER_MILLE) return SIGN;
  return kind_by_category(p);
}

/* The text being cut; behind its end there is nothing of any kind. */
struct cutter {
  const int32_t *points;
  size_t length;
};

static enum kind kind_at(const struct cutter *c, size_t at)
{
  return at < c->length ? kind_of(c->points[at]) : OTHER;
}

static bool is_at(const struct cutter *c, size_t at, int32_t point)
{
  return at < c->length && c->points[at] == point;
}

static size_t skip(const struct cutter *c, size_t at, enum kind kind)
{
  while (kind_at(c, at) == kind) at++;
  return at;
}

/* A comma joins before three digits and no fourth. */
static bool joins_thousands(const struct cutter *c, size_t start, size_t at)
{
  return is_at(c, at, ',') && at - start <= 3 && skip(c, at + 1, DIGIT) == at + 4;
}

static size_t end_of_number(const struct cutter *c, size_t start)
{
  size_t at = skip(c, start, DIGIT), group = start;
  for (;;) {
    bool thousands = joins_thousands(c, group, at);
    if (!thousands && !(is_at(c, at, '.') && kind_at(c, at + 1) == DIGIT)) break;
    group = thousands ? at + 1 : start; /* after a first group the next are three digits each */
    at = skip(c, at + 1, DIGIT);
  }
  if (!is_at(c, at, '^')) return at;
  size_t power = at + 1 + (is_at(c, at + 1, '-') || is_at(c, at + 1, 0x2212));
  return kind_at(c, power) == DIGIT ? skip(c, power, DIGIT) : at;
}

static bool is_joint(int32_t p)
{
  return p == '-' || p == '\'' || p == 0x2019 || p == 0x2010 || p == 0x2011;
}

static size_t end_of_part(const struct cutter *c, size_t at)
{
  while (kind_at(c, at) == LETTER || kind_at(c, at) == DIGIT) at++;
  return at;
}

static bool is_short(const struct cutter *c, size_t start, size_t end)
{
  enum { UNIT = 4 };
  return kind_at(c, start) == LETTER && end > start && skip(c, start, LETTER) - start <= UNIT;
}

static size_t end_of_word(const struct cutter *c, size_t start)
{
  size_t part = start, at = end_of_part(c, start);
  while (at < c->length) {
    size_t next = end_of_part(c, at + 1);
    bool joins = next > at + 1 && is_joint(c->points[at]);
    if (!joins && !(is_at(c, at, '/') && is_short(c, part, at) && is_short(c, at + 1, next))) break;
    part = at + 1;
    at = next;
  }
  return at;
}

static size_t end_of_sign(const struct cutter *c, size_t at)
{
  return is_at(c, at, 0xB0) && (is_at(c, at + 1, 'c') || is_at(c, at + 1, 'f')) && kind_at(c, at + 2) != LETTER
             ? at + 2
             : at + 1;
}

static size_t end_of_token(const struct cutter *c, size_t at, enum kind kind)
{
  switch (kind) {
    case LETTER:
      return end_of_word(c, at);
    case DIGIT:
      return end_of_number(c, at);
    case SIGN:
      return end_of_sign(c, at);
    default:
      return at + 1;
  }
}

static void add(struct tokens *t, struct dictionary *d, size_t start, size_t end)
{
  const int32_t *points = t->points;
  uint32_t id = end - start == 1 ? dictionary_point(d, points[start])
                                 : dictionary_word(d, (const char *)(points + start), (end - start) * sizeof *points);
  tokens_add(t, id, start, end);
}

static bool ready(struct tokens *t, struct dictionary *d, const char *s, size_t length)
{
  return tokens_fold(t, s, length) && tokens_room(t, t->length) && dictionary_has_points(d);
}

bool tokens_mixed(struct tokens *t, struct dictionary *d, const char *s, size_t length)
{
  if (!ready(t, d, s, length)) return false;
  struct cutter cutter = {t->points, t->length};
  for (size_t at = 0; at < t->length;) {
    enum kind kind = kind_of(t->points[at]);
    size_t end = end_of_token(&cutter, at, kind);
    if (kind != OTHER) add(t, d, at, end);
    at = end;
  }
  return true;
}

bool tokens_chinese(struct tokens *t, struct dictionary *d, const char *s, size_t length)
{
  if (!ready(t, d, s, length)) return false;
  for (size_t at = 0; at < t->length; at++)
    if (kind_of(t->points[at]) != OTHER) add(t, d, at, at + 1);
  return true;
}
