/* sacrebleu's tokenizers 13a (mteval-v13a) and zh. Both put spaces around marks by four regular expressions, one after
 * the other. None reaches across white space, so each word goes through four steps by itself, each cutting what the one
 * before has left. */
#include <string.h>

#include "points.h"
#include "tokens.h"

/* A line being cut. 13a thinks of it between spaces; zh does not, so nothing comes before its first byte and nothing
 * behind its last. */
struct cut {
  struct tokens *tokens;
  struct dictionary *dictionary;
  const char *s;
  bool padded;
  size_t first, last;
};

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool is_stop(char c)
{
  return c == '.' || c == ',';
}

static void emit(const struct cut *cut, size_t start, size_t end)
{
  if (end > start) tokens_add(cut->tokens, dictionary_word(cut->dictionary, cut->s + start, end - start), start, end);
}

/* Step 4: a dash behind a digit stands alone. */
static void split_dashes(const struct cut *cut, size_t start, size_t end)
{
  for (size_t at = start + 1; at < end; at++) {
    if (cut->s[at] != '-' || !is_digit(cut->s[at - 1])) continue;
    emit(cut, start, at);
    emit(cut, at, at + 1);
    start = at + 1;
  }
  emit(cut, start, end);
}

/* Step 3: a point or comma stands alone when something other than a digit follows. What follows is used up: if it is a
 * mark itself, it cannot begin the next match. */
static void split_before_others(const struct cut *cut, size_t start, size_t end)
{
  bool followed = cut->padded || end < cut->last;
  for (size_t at = start; at < end; at++) {
    bool matches = at + 1 < end ? !is_digit(cut->s[at + 1]) : followed;
    if (!is_stop(cut->s[at]) || !matches) continue;
    split_dashes(cut, start, at);
    emit(cut, at, at + 1);
    start = at + 1;
    at++;
  }
  split_dashes(cut, start, end);
}

/* Step 2: a point or comma stands alone when something other than a digit comes before. A mark that ended a match is
 * used up and counts for nothing before the next. */
static void split_after_others(const struct cut *cut, size_t start, size_t end)
{
  const size_t word = start;
  size_t next = cut->padded || word > cut->first ? word : word + 1;
  for (size_t at = start; at < end; at++) {
    if (!is_stop(cut->s[at]) || at < next || (at > word && is_digit(cut->s[at - 1]))) continue;
    split_before_others(cut, start, at);
    emit(cut, at, at + 1);
    start = at + 1;
    next = at + 2;
  }
  split_before_others(cut, start, end);
}

/* Step 1: what stands alone wherever it is. */
static bool is_symbol(int32_t p)
{
  return (p >= ' ' && p <= '&') || (p >= '(' && p <= '+') || p == '/' || (p >= ':' && p <= '@') ||
         (p >= '[' && p <= '`') || (p >= '{' && p <= '~');
}

/* As sacrebleu has it: its two ranges beyond U+FFFF are written with four digits and so mean U+2001 to U+2A6D and
 * U+2F81 to U+2FA1. */
static bool is_chinese(int32_t p)
{
  static const int32_t ranges[][2] = {
      {0x2001, 0x2A6D}, {0x2E80, 0x2EFF}, {0x2F00, 0x2FDF}, {0x2FF0, 0x2FFF}, {0x3000, 0x303F}, {0x3100, 0x312F},
      {0x31A0, 0x31BF}, {0x31C0, 0x31EF}, {0x3200, 0x33FF}, {0x3400, 0x4DB5}, {0x4E00, 0x9FBB}, {0xF900, 0xFA2D},
      {0xFA30, 0xFA6A}, {0xFA70, 0xFAD9}, {0xFE10, 0xFE1F}, {0xFE30, 0xFE4F}, {0xFF00, 0xFFEF},
  };
  if (p >= 0x4E00 && p <= 0x9FBB) return true;
  for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
    if (p >= ranges[i][0] && p <= ranges[i][1]) return true;
  return false;
}

/* What steps 2 to 4 look for: most words have none of it. */
static bool is_dotted(int32_t p)
{
  return p == '.' || p == ',' || p == '-';
}

static bool is_plain(char byte)
{
  char letter = (char)(byte | 0x20);
  return (letter >= 'a' && letter <= 'z') || is_digit(byte);
}

static void cut_word(const struct cut *cut, size_t start, size_t end, bool dotted)
{
  if (dotted && end > start)
    split_after_others(cut, start, end);
  else
    emit(cut, start, end);
}

static void cut_line(const struct cut *cut, bool chinese)
{
  size_t start = cut->first, step;
  bool dotted = false;
  for (size_t at = start; at < cut->last; at += step) {
    step = 1;
    if (is_plain(cut->s[at])) continue;
    int32_t point;
    step = point_read(cut->s + at, cut->last - at, &point);
    dotted |= is_dotted(point);
    bool space = point_is_space(point);
    if (!space && !is_symbol(point) && !(chinese && point >= 0x80 && is_chinese(point))) continue;
    cut_word(cut, start, at, dotted);
    if (!space) emit(cut, at, at + step);
    start = at + step;
    dotted = false;
  }
  cut_word(cut, start, cut->last, dotted);
}

/* Replaces by something not longer, in place. */
static size_t replace(char *s, size_t length, const char *from, const char *to)
{
  size_t size = strlen(from), put = strlen(to), out = 0, at = 0;
  const char *found;
  while ((found = memmem(s + at, length - at, from, size)) != NULL) {
    size_t before = (size_t)(found - (s + at));
    memmove(s + out, s + at, before);
    for (size_t i = 0; i < put; i++) s[out + before + i] = to[i];
    out += before + put;
    at += before + size;
  }
  memmove(s + out, s + at, length - at);
  return out + length - at;
}

/* The text's end without the white space there. */
static size_t stripped(const char *s, size_t length)
{
  while (length > 0) {
    size_t from = length - 1;
    while (from > 0 && text_is_tail((unsigned char)s[from])) from--;
    int32_t point;
    point_read(s + from, length - from, &point);
    if (!point_is_space(point)) break;
    length = from;
  }
  return length;
}

static size_t leading_space(const char *s, size_t length)
{
  int32_t point;
  for (size_t at = 0; at < length;) {
    size_t step = point_read(s + at, length - at, &point);
    if (!point_is_space(point)) return at;
    at += step;
  }
  return length;
}

static size_t replace_entities(char *s, size_t size)
{
  size = replace(s, size, "&quot;", "\"");
  size = replace(s, size, "&amp;", "&");
  size = replace(s, size, "&lt;", "<");
  return replace(s, size, "&gt;", ">");
}

bool tokens_13a(struct tokens *t, struct dictionary *d, const char *s, size_t length, bool lower)
{
  if (!tokens_lowered(t, lower, s, length) || !tokens_room(t, t->length)) return false;
  char *text = t->text.data;
  size_t size = stripped(text, t->length);
  if (memchr(text, '<', size)) size = replace(text, size, "<skipped>", "");
  if (memchr(text, '\n', size)) size = replace(text, size, "-\n", "");
  t->length = memchr(text, '&', size) ? replace_entities(text, size) : size;
  cut_line(&(struct cut){t, d, text, true, 0, t->length}, false);
  return true;
}

bool tokens_zh(struct tokens *t, struct dictionary *d, const char *s, size_t length, bool lower)
{
  if (!tokens_lowered(t, lower, s, length) || !tokens_room(t, t->length)) return false;
  size_t last = stripped(t->bytes, t->length);
  cut_line(&(struct cut){t, d, t->bytes, false, leading_space(t->bytes, last), last}, true);
  return true;
}
