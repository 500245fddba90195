#include "text.h"

#include <string.h>
#include <utf8proc.h>

static const char replacement[] = "\xEF\xBF\xBD";

/* Where produced text goes; without a place it is only measured. */
struct sink {
  char *out;
  size_t length;
};

static void put(struct sink *sink, const char *bytes, size_t count)
{
  if (sink->out) memcpy(sink->out + sink->length, bytes, count);
  sink->length += count;
}

size_t text_valid(const char *s, size_t length)
{
  size_t at = 0;
  while (at < length) {
    size_t step = text_step(s + at, length - at);
    if (step == 0) break;
    at += step;
  }
  return at;
}

size_t text_length(const char *s, size_t length)
{
  size_t count = 0;
  for (size_t at = 0; at < length; count++) {
    size_t step = text_step(s + at, length - at);
    at += step ? step : 1;
  }
  return count;
}

/* Decodes a sequence that text_step has found well-formed. */
static int32_t decode(const char *text, size_t step)
{
  const unsigned char *s = (const unsigned char *)text;
  if (step == 1) return s[0];
  if (step == 2) return (s[0] & 0x1F) << 6 | (s[1] & 0x3F);
  if (step == 3) return (s[0] & 0x0F) << 12 | (s[1] & 0x3F) << 6 | (s[2] & 0x3F);
  return (s[0] & 0x07) << 18 | (s[1] & 0x3F) << 12 | (s[2] & 0x3F) << 6 | (s[3] & 0x3F);
}

/* What is seen as one character. */
struct cluster {
  size_t bytes;
  size_t columns;
};

static bool is_flag_letter(int32_t point)
{
  return point >= 0x1F1E6 && point <= 0x1F1FF;
}

static size_t point_columns(int32_t point)
{
  enum { EMOJI_STYLE = 0xFE0F };
  if (point == EMOJI_STYLE || is_flag_letter(point)) return 2;
  int columns = utf8proc_charwidth(point);
  return columns > 0 ? (size_t)columns : 0;
}

/* A cluster is as wide as its widest code point: marks and joined emoji add nothing. */
static struct cluster next_cluster(const char *s, size_t left)
{
  size_t step = text_step(s, left);
  if (step == 0) return (struct cluster){1, 1};
  int32_t before = decode(s, step);
  struct cluster cluster = {step, point_columns(before)};
  utf8proc_int32_t state = 0;
  while (cluster.bytes < left) {
    step = text_step(s + cluster.bytes, left - cluster.bytes);
    if (step == 0) break;
    int32_t point = decode(s + cluster.bytes, step);
    if (utf8proc_grapheme_break_stateful(before, point, &state)) break;
    size_t columns = point_columns(point);
    if (columns > cluster.columns) cluster.columns = columns;
    cluster.bytes += step;
    before = point;
  }
  return cluster;
}

size_t text_fit(const char *s, size_t length, size_t columns, size_t *width)
{
  size_t at = 0;
  *width = 0;
  while (at < length) {
    struct cluster cluster = next_cluster(s + at, length - at);
    if (*width + cluster.columns > columns) break;
    *width += cluster.columns;
    at += cluster.bytes;
  }
  return at;
}

size_t text_width(const char *s, size_t length)
{
  size_t width;
  text_fit(s, length, SIZE_MAX, &width);
  return width;
}

size_t text_repair(const char *s, size_t length, char *out)
{
  struct sink sink = {out, 0};
  for (size_t at = 0; at < length;) {
    size_t step = text_step(s + at, length - at);
    if (step)
      put(&sink, s + at, step);
    else
      put(&sink, replacement, 3);
    at += step ? step : 1;
  }
  return sink.length;
}

/* ESC [ parameters final: colours, cursor movement. */
static size_t control_sequence(const char *s, size_t left)
{
  size_t at = 2;
  while (at < left && s[at] >= 0x20 && s[at] <= 0x3F) at++;
  return at < left && s[at] >= 0x40 && s[at] <= 0x7E ? at + 1 : 2;
}

/* ESC ] ... BEL or ESC ] ... ESC \: titles, links. Only the introducer when nothing ends it, or it would hide all that
 * follows. */
static size_t control_string(const char *s, size_t left)
{
  for (size_t at = 2; at < left && s[at] != '\n'; at++) {
    if (s[at] == '\a') return at + 1;
    if (s[at] == '\033' && at + 1 < left && s[at + 1] == '\\') return at + 2;
  }
  return 2;
}

static size_t escape_length(const char *s, size_t left)
{
  if (left < 2) return 1;
  if (s[1] == '[') return control_sequence(s, left);
  return strchr("]P_^X", s[1]) && s[1] ? control_string(s, left) : 1;
}

static bool is_hidden(int32_t point)
{
  if (point < 0x20) return point != '\n' && point != '\t';
  if (point >= 0x7F && point < 0xA0) return true;
  if (point == 0xAD || point == 0x61C || point == 0x180E || point == 0xFEFF) return true;
  if (point >= 0x200B && point <= 0x200F)
    return point != 0x200C && point != 0x200D; /* joiners shape letters and emoji */
  if (point >= 0x2028 && point <= 0x202E) return true;
  if (point >= 0x2060 && point <= 0x206F) return true;
  if (point >= 0xFFF9 && point <= 0xFFFB) return true;
  return point >= 0xE0000 && point <= 0xE007F;
}

size_t text_clean(const char *s, size_t length, char *out)
{
  struct sink sink = {out, 0};
  for (size_t at = 0; at < length;) {
    size_t step = text_step(s + at, length - at);
    if (s[at] == '\033') {
      at += escape_length(s + at, length - at);
    } else if (step == 0) {
      put(&sink, replacement, 3);
      at++;
    } else {
      if (!is_hidden(decode(s + at, step))) put(&sink, s + at, step);
      at += step;
    }
  }
  return sink.length;
}

/* ASCII and the common Han characters fold to themselves; most medical text is made of them. */
static bool folds_to_itself(int32_t point)
{
  return point < 0x80 || (point >= 0x4E00 && point <= 0x9FFF);
}

static int mark_class(int32_t point)
{
  return folds_to_itself(point) ? 0 : utf8proc_get_property(point)->combining_class;
}

static const utf8proc_option_t fold_options = (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT);

enum {
  FOLD_EXPANSION = 18, /* the longest compatibility decomposition (U+FDFA) */
  MARKS_IN_A_ROW =
      30, /* Unicode's stream-safe limit: sorting longer runs would let a text of marks cost quadratic time */
  MARK_BREAK = 0x034F
};

/* Decomposed code points, in canonical order, as far as there is room; the rest is counted. */
struct decomposed {
  int32_t *buffer;
  size_t size;
  size_t length;
  int marks; /* in a row at the end */
};

static void place(struct decomposed *to, size_t at, int32_t point)
{
  if (at < to->size) to->buffer[at] = point;
}

static void add_mark(struct decomposed *to, int32_t mark)
{
  if (to->marks == MARKS_IN_A_ROW) {
    place(to, to->length++, MARK_BREAK);
    to->marks = 0;
  }
  size_t at = to->length++;
  for (int i = 0; i < to->marks && at <= to->size; i++, at--) {
    if (mark_class(to->buffer[at - 1]) <= mark_class(mark)) break;
    place(to, at, to->buffer[at - 1]);
  }
  place(to, at, mark);
  to->marks++;
}

static void add_point(struct decomposed *to, int32_t point)
{
  if (mark_class(point) != 0) {
    add_mark(to, point);
    return;
  }
  place(to, to->length++, point);
  to->marks = 0;
}

static void decompose(struct decomposed *to, int32_t point)
{
  int32_t parts[FOLD_EXPANSION];
  int last_class = 0;
  utf8proc_ssize_t count = utf8proc_decompose_char(point, parts, FOLD_EXPANSION, fold_options, &last_class);
  for (utf8proc_ssize_t i = 0; i < count && i < FOLD_EXPANSION; i++) add_point(to, parts[i]);
}

static size_t decompose_all(const char *s, size_t length, int32_t *buffer, size_t size)
{
  struct decomposed to = {buffer, size, 0, 0};
  for (size_t at = 0; at < length;) {
    size_t step = text_step(s + at, length - at);
    if (step == 0) break;
    int32_t point = decode(s + at, step);
    if (folds_to_itself(point))
      add_point(&to, point);
    else
      decompose(&to, point);
    at += step;
  }
  return to.length;
}

size_t text_fold_size(const char *s, size_t length)
{
  return decompose_all(s, length, NULL, 0) + 1; /* utf8proc ends its result with a NUL */
}

size_t text_fold(const char *s, size_t length, int32_t *buffer, size_t size)
{
  size_t count = decompose_all(s, length, buffer, size);
  if (count >= size) return 0;
  utf8proc_ssize_t bytes = utf8proc_reencode(buffer, (utf8proc_ssize_t)count, fold_options);
  return bytes > 0 ? (size_t)bytes : 0;
}
