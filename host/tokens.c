#include "tokens.h"

#include <string.h>
#include <utf8proc.h>

#include "points.h"

const char *const tokens_rules[] = {"points", "char", "english", "chinese", "mixed", "13a", "zh", "words", NULL};

enum { SLACK = 8 }; /* the dictionary reads words eight bytes at a time */

void tokens_free(struct tokens *t)
{
  buffer_free(&t->lists);
  buffer_free(&t->text);
  buffer_free(&t->work);
  buffer_free(&t->folded);
  *t = (struct tokens){0};
}

bool tokens_room(struct tokens *t, size_t most)
{
  if (most >= UINT32_MAX) return false;
  uint32_t *lists = buffer_need(&t->lists, most + 1, 3 * sizeof *lists);
  t->ids = lists;
  t->starts = lists + most + 1;
  t->ends = t->starts + most + 1;
  t->count = 0;
  return lists != NULL;
}

size_t point_write(int32_t point, char *out)
{
  return (size_t)utf8proc_encode_char(point, (utf8proc_uint8_t *)out);
}

size_t tokens_text(const struct tokens *t, size_t first, size_t last, char *out)
{
  size_t from = t->starts[first], to = t->ends[last], size = 0;
  if (t->bytes) {
    if (out) memcpy(out, t->bytes + from, to - from);
    return to - from;
  }
  char one[4] = {0};
  for (size_t i = from; i < to; i++) size += point_write(t->points[i], out ? out + size : one);
  return size;
}

bool tokens_line_begins(const struct tokens *t, size_t token)
{
  for (size_t i = t->ends[token - 1]; i < t->starts[token]; i++)
    if (t->bytes ? t->bytes[i] == '\n' : t->points[i] == '\n') return true;
  return false;
}

/* The text decoded, in lower case if wanted, without white space if wanted. */
static bool read_points(struct tokens *t, struct dictionary *d, const char *s, size_t length, bool lower, bool spaces)
{
  int32_t *points = buffer_need(&t->text, length, sizeof *points);
  if (!points || !tokens_room(t, length) || !dictionary_has_points(d)) return false;
  size_t count = points_read(s, length, points);
  for (size_t i = 0; i < count; i++) {
    if (lower) points[i] = utf8proc_tolower(points[i]);
    if (spaces || !point_is_space(points[i])) tokens_add(t, dictionary_point(d, points[i]), i, i + 1);
  }
  t->points = points;
  t->bytes = NULL;
  t->length = count;
  return true;
}

static size_t lower_points(const char *s, size_t length, char *out)
{
  size_t written = 0;
  for (size_t at = 0; at < length;) {
    int32_t point;
    at += point_read(s + at, length - at, &point);
    written += point_write(utf8proc_tolower(point), out + written);
  }
  return written;
}

static bool is_ascii(const char *s, size_t length)
{
  uint64_t any = 0, eight;
  size_t at = 0;
  for (; at + sizeof eight <= length; at += sizeof eight) {
    memcpy(&eight, s + at, sizeof eight);
    any |= eight;
  }
  for (; at < length; at++) any |= (unsigned char)s[at];
  return (any & UINT64_C(0x8080808080808080)) == 0;
}

bool tokens_lowered(struct tokens *t, bool lower, const char *s, size_t length)
{
  char *bytes = buffer_need(&t->text, length + SLACK, 3); /* U+FFFD for a malformed byte takes three */
  if (!bytes) return false;
  t->length = length;
  if (lower || (!is_ascii(s, length) && text_valid(s, length) < length))
    t->length = lower ? lower_points(s, length, bytes) : text_repair(s, length, bytes);
  else
    memcpy(bytes, s, length);
  t->bytes = bytes;
  t->points = NULL;
  return true;
}

/* What becomes of a byte in an English text: itself, its lower case, or 0, which separates. */
static const char english_bytes[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',   ['7'] = '7',
    ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd', ['e'] = 'e',   ['f'] = 'f',
    ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm',   ['n'] = 'n',
    ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's', ['t'] = 't', ['u'] = 'u',   ['v'] = 'v',
    ['w'] = 'w', ['x'] = 'x', ['y'] = 'y', ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c',   ['D'] = 'd',
    ['E'] = 'e', ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k',   ['L'] = 'l',
    ['M'] = 'm', ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's',   ['T'] = 't',
    ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z', ['\n'] = '\n',
};

static bool separates(char byte)
{
  return byte == 0 || byte == '\n';
}

/* Two characters outside ASCII have lower cases inside it: the sign of kelvin and the I with a dot, which becomes i and
 * a mark. */
static size_t english_wide(const char *s, size_t length, char *out)
{
  size_t written = 0;
  for (size_t at = 0; at < length;) {
    int32_t point;
    at += point_read(s + at, length - at, &point);
    out[written++] = point < 0x80 ? english_bytes[point] : point == 0x212A ? 'k' : point == 0x130 ? 'i' : 0;
    if (point == 0x130) out[written++] = 0;
  }
  return written;
}

static size_t english_lower(const char *s, size_t length, char *out)
{
  unsigned char any = 0;
  for (size_t i = 0; i < length; i++) {
    any |= (unsigned char)s[i];
    out[i] = english_bytes[(unsigned char)s[i]];
  }
  return any < 0x80 ? length : english_wide(s, length, out);
}

static bool read_english(struct tokens *t, struct dictionary *d, const char *s, size_t length)
{
  char *bytes = buffer_need(&t->text, length + SLACK, 1);
  if (!bytes || !tokens_room(t, length)) return false;
  length = english_lower(s, length, bytes);
  bytes[length] = 0; /* a separator behind the last word */
  for (size_t at = 0; at < length; at++) {
    if (separates(bytes[at])) continue;
    size_t start = at;
    while (!separates(bytes[at])) at++;
    tokens_add(t, dictionary_word(d, bytes + start, at - start), start, at);
  }
  t->bytes = bytes;
  t->points = NULL;
  t->length = length;
  return true;
}

static bool is_mark(char byte)
{
  return byte > ' ' && byte < 0x7F && english_bytes[(unsigned char)byte] == 0;
}

static void add_bytes(struct tokens *t, struct dictionary *d, size_t start, size_t end)
{
  tokens_add(t, dictionary_word(d, t->bytes + start, end - start), start, end);
}

/* One word between white space, its punctuation set apart. */
static void add_chrf_word(struct tokens *t, struct dictionary *d, size_t start, size_t end)
{
  bool single = text_step(t->bytes + start, end - start) == end - start;
  if (!single && is_mark(t->bytes[end - 1])) {
    add_bytes(t, d, start, end - 1);
    add_bytes(t, d, end - 1, end);
  } else if (!single && is_mark(t->bytes[start])) {
    add_bytes(t, d, start, start + 1);
    add_bytes(t, d, start + 1, end);
  } else {
    add_bytes(t, d, start, end);
  }
}

static bool read_words(struct tokens *t, struct dictionary *d, const char *s, size_t length, bool lower)
{
  if (!tokens_lowered(t, lower, s, length) || !tokens_room(t, t->length)) return false;
  size_t start = 0;
  for (size_t at = 0; at < t->length;) {
    int32_t point;
    size_t step = point_read(t->bytes + at, t->length - at, &point);
    if (point_is_space(point)) {
      if (at > start) add_chrf_word(t, d, start, at);
      start = at + step;
    }
    at += step;
  }
  if (t->length > start) add_chrf_word(t, d, start, t->length);
  return true;
}

bool tokens_read(struct tokens *t, struct dictionary *d, enum tokens_rule rule, bool lower, const char *s,
                 size_t length)
{
  t->count = 0;
  bool done = false;
  switch (rule) {
    case TOKENS_POINTS:
      done = read_points(t, d, s, length, lower, true);
      break;
    case TOKENS_CHAR:
      done = read_points(t, d, s, length, lower, false);
      break;
    case TOKENS_ENGLISH:
      done = read_english(t, d, s, length);
      break;
    case TOKENS_CHINESE:
      done = tokens_chinese(t, d, s, length);
      break;
    case TOKENS_MIXED:
      done = tokens_mixed(t, d, s, length);
      break;
    case TOKENS_13A:
      done = tokens_13a(t, d, s, length, lower);
      break;
    case TOKENS_ZH:
      done = tokens_zh(t, d, s, length, lower);
      break;
    case TOKENS_WORDS:
      done = read_words(t, d, s, length, lower);
      break;
  }
  return done && !d->failed;
}
