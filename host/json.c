#include "json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "text.h"

void json_open(struct json_reader *reader, const char *text, size_t length)
{
  memset(reader, 0, sizeof *reader);
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
    text += 3;
    length -= 3;
  }
  reader->start = reader->at = reader->line_at = text;
  reader->end = text + length;
  reader->line = 1;
  reader->expect = EXPECT_VALUE;
}

enum json_event json_fail(struct json_reader *reader, const char *place, const char *problem)
{
  reader->problem_at = place ? place : reader->text - 1;
  reader->problem = problem;
  return JSON_ERROR;
}

size_t json_line(struct json_reader *reader, const char *place)
{
  const char *newline;
  while ((newline = memchr(reader->line_at, '\n', (size_t)(place - reader->line_at)))) {
    reader->line++;
    reader->line_at = newline + 1;
  }
  reader->line_at = place;
  return reader->line;
}

size_t json_column(const struct json_reader *reader, const char *place)
{
  const char *start = memrchr(reader->start, '\n', (size_t)(place - reader->start));
  start = start ? start + 1 : reader->start;
  return text_length(start, (size_t)(place - start)) + 1;
}

static void skip_space(struct json_reader *reader)
{
  const char *at = reader->at;
  while (at < reader->end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) at++;
  reader->at = at;
}

/* ---- strings ---- */

static int hex_digit(char c)
{
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits at s, or -1. */
static int32_t hex_unit(const char *s, size_t left)
{
  if (left < 4) return -1;
  int32_t unit = 0;
  for (int i = 0; i < 4; i++) {
    int digit = hex_digit(s[i]);
    if (digit < 0) return -1;
    unit = unit << 4 | digit;
  }
  return unit;
}

/* How many bytes the escape at `at` has, 0 when it is none that JSON knows. */
static size_t escape_length(const char *at, size_t left)
{
  if (left < 2 || at[1] == '\0') return 0;
  if (at[1] == 'u') return hex_unit(at + 2, left - 2) < 0 ? 0 : 6;
  return strchr("\"\\/bfnrt", at[1]) ? 2 : 0;
}

/* ASCII that stands in a string as it is. */
static bool is_plain(char c)
{
  return (signed char)c >= 0x20 && c != '"' && c != '\\';
}

enum { STRIDE = 16 };

/* How many of so many bytes stand before the first that is above ASCII, a control character, a quote or a backslash. */
static int plain_ahead(const char *at)
{
#ifdef __SSE2__
  __m128i bytes = _mm_loadu_si128((const __m128i *)at);
  __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')), slashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  __m128i others = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20)); /* signed: those above ASCII too */
  int found = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, slashes), others));
  return found ? __builtin_ctz((unsigned)found) : STRIDE;
#else
  int count = 0;
  while (count < STRIDE && is_plain(at[count])) count++;
  return count;
#endif
}

static const char *skip_plain(const char *at, const char *end)
{
  while (end - at >= STRIDE) {
    int count = plain_ahead(at);
    at += count;
    if (count < STRIDE) return at;
  }
  while (at < end && is_plain(*at)) at++;
  return at;
}

static const char *skip_wide(const char *at, const char *end)
{
  while (at < end && (unsigned char)*at >= 0x80) {
    size_t step = text_step(at, (size_t)(end - at));
    if (step == 0) break;
    at += step;
  }
  return at;
}

static const char *what_is_wrong(const char *at)
{
  unsigned char c = (unsigned char)*at;
  if (c >= 0x80) return "not valid UTF-8";
  if (c == '\n' || c == '\r') return "the line ends inside a string; write \\n for a new line";
  return "a control character stands in a string; it must be escaped";
}

/* The opening quote is behind; finds the closing one and checks all between. */
static enum json_event scan_string(struct json_reader *reader, enum json_event event)
{
  const char *at = reader->at, *end = reader->end;
  reader->text = at;
  reader->escaped = false;
  for (;;) {
    at = skip_wide(skip_plain(at, end), end);
    if (at >= end) return json_fail(reader, NULL, "this string is never closed");
    if (*at == '"') break;
    if (*at == '\\') {
      size_t length = escape_length(at, (size_t)(end - at));
      if (length == 0) return json_fail(reader, at, "unknown escape in a string");
      reader->escaped = true;
      at += length;
    } else if ((unsigned char)*at < 0x20 || text_step(at, (size_t)(end - at)) == 0) {
      return json_fail(reader, at, what_is_wrong(at));
    }
  }
  reader->length = (size_t)(at - reader->text);
  reader->at = at + 1;
  return event;
}

static size_t put_point(char *out, int32_t point)
{
  if (point < 0x80) {
    out[0] = (char)point;
    return 1;
  }
  if (point < 0x800) {
    out[0] = (char)(0xC0 | point >> 6);
    out[1] = (char)(0x80 | (point & 0x3F));
    return 2;
  }
  if (point < 0x10000) {
    out[0] = (char)(0xE0 | point >> 12);
    out[1] = (char)(0x80 | (point >> 6 & 0x3F));
    out[2] = (char)(0x80 | (point & 0x3F));
    return 3;
  }
  out[0] = (char)(0xF0 | point >> 18);
  out[1] = (char)(0x80 | (point >> 12 & 0x3F));
  out[2] = (char)(0x80 | (point >> 6 & 0x3F));
  out[3] = (char)(0x80 | (point & 0x3F));
  return 4;
}

/* The code point of the \u at s (two of them when they are a pair); *taken is how many bytes it has. */
static int32_t escaped_point(const char *s, size_t left, size_t *taken, bool *lone)
{
  int32_t unit = hex_unit(s + 2, left - 2);
  *taken = 6;
  if (unit < 0xD800 || unit > 0xDFFF) return unit;
  if (unit < 0xDC00 && left >= 12 && s[6] == '\\' && s[7] == 'u') {
    int32_t low = hex_unit(s + 8, left - 8);
    if (low >= 0xDC00 && low <= 0xDFFF) {
      *taken = 12;
      return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
  }
  *lone = true;
  return 0xFFFD;
}

static char unescaped(char c)
{
  static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
  const char *found = strchr(from, c);
  return found ? to[found - from] : c;
}

size_t json_unescape(const char *raw, size_t length, char *out, bool *lone)
{
  const char *at = raw, *end = raw + length;
  char *to = out;
  bool ignored;
  if (!lone) lone = &ignored;
  *lone = false;
  while (at < end) {
    const char *slash = memchr(at, '\\', (size_t)(end - at));
    size_t plain = (size_t)((slash ? slash : end) - at);
    memcpy(to, at, plain);
    to += plain;
    at += plain;
    if (!slash) break;
    size_t taken = 2;
    if (at[1] == 'u')
      to += put_point(to, escaped_point(at, (size_t)(end - at), &taken, lone));
    else
      *to++ = unescaped(at[1]);
    at += taken;
  }
  return (size_t)(to - out);
}

/* Where written text goes; without a place it is only measured. */
struct sink {
  char *out;
  size_t length;
};

static void put(struct sink *sink, const char *bytes, size_t count)
{
  if (sink->out) memcpy(sink->out + sink->length, bytes, count);
  sink->length += count;
}

/* A byte that cannot stand in a string as it is. */
static void put_special(struct sink *sink, unsigned char c)
{
  static const char hex[] = "0123456789abcdef";
  static const char letters[128] = {['\b'] = 'b', ['\f'] = 'f',  ['\n'] = 'n', ['\r'] = 'r',
                                    ['\t'] = 't', ['"'] = '"', ['\\'] = '\\'};
  if (c >= 0x80) {
    put(sink, "\xEF\xBF\xBD", 3);
    return;
  }
  char escape[6] = {'\\', letters[c], '0', '0', hex[c >> 4], hex[c & 15]};
  if (!letters[c]) escape[1] = 'u';
  put(sink, escape, letters[c] ? 2 : 6);
}

static void put_text(struct sink *sink, const char *at, const char *end)
{
  while (at < end) {
    const char *plain = at;
    at = skip_wide(skip_plain(at, end), end);
    put(sink, plain, (size_t)(at - plain));
    if (at < end && !is_plain(*at)) put_special(sink, (unsigned char)*at++);
  }
}

size_t json_quote(const char *text, size_t length, char *out)
{
  struct sink sink = {out, 0};
  put(&sink, "\"", 1);
  put_text(&sink, text, text + length);
  put(&sink, "\"", 1);
  return sink.length;
}

size_t json_quote_html(const char *text, size_t length, char *out)
{
  struct sink sink = {out, 0};
  const char *at = text, *end = text + length;
  put(&sink, "\"", 1);
  for (const char *less; (less = memchr(at, '<', (size_t)(end - at))); at = less + 1) {
    put_text(&sink, at, less);
    put(&sink, "\\u003c", 6);
  }
  put_text(&sink, at, end);
  put(&sink, "\"", 1);
  return sink.length;
}

size_t json_float(double number, char out[JSON_NUMBER])
{
  if (!isfinite(number)) return 0;
  int length = 0;
  for (int digits = 15; digits <= 17; digits++) {
    length = snprintf(out, JSON_NUMBER, "%.*g", digits, number);
    if (strtod(out, NULL) == number) break;
  }
  if (!strpbrk(out, ".e")) length += snprintf(out + length, JSON_NUMBER - (size_t)length, ".0");
  return (size_t)length;
}

/* ---- numbers ---- */

static const char *skip_digits(const char *at, const char *end)
{
  while (at < end && *at >= '0' && *at <= '9') at++;
  return at;
}

/* Finds the end of the number that begins at reader->at; NULL when it is not written as JSON wants it. */
static const char *number_end(const struct json_reader *reader, bool *whole)
{
  const char *at = reader->at, *end = reader->end, *digits;
  if (*at == '-') at++;
  digits = at;
  at = skip_digits(at, end);
  if (at == digits || (*digits == '0' && at > digits + 1)) return NULL;
  *whole = true;
  if (at < end && *at == '.') {
    *whole = false;
    digits = ++at;
    at = skip_digits(at, end);
    if (at == digits) return NULL;
  }
  if (at < end && (*at == 'e' || *at == 'E')) {
    *whole = false;
    at++;
    if (at < end && (*at == '+' || *at == '-')) at++;
    digits = at;
    at = skip_digits(at, end);
    if (at == digits) return NULL;
  }
  return at;
}

/* True when the digits fit into 64 bits; "-0" stays a float, or its sign would be lost. */
static bool read_integer(struct json_reader *reader, const char *end)
{
  const char *at = reader->at;
  bool negative = *at == '-';
  int64_t value = 0;
  for (at += negative; at < end; at++) {
    int digit = *at - '0';
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, digit, &value)) return false;
  }
  if (!negative && value == INT64_MIN) return false;
  if (negative && value == 0) return false;
  reader->integer = negative ? value : -value;
  return true;
}

static enum json_event read_float(struct json_reader *reader, const char *end)
{
  char copy[512]; /* strtod wants a NUL behind the number */
  size_t length = (size_t)(end - reader->at);
  if (length >= sizeof copy) return json_fail(reader, reader->at, "a number has too many digits");
  memcpy(copy, reader->at, length);
  copy[length] = '\0';
  reader->number = strtod(copy, NULL);
  if (isinf(reader->number)) return json_fail(reader, reader->at, "a number is too large");
  reader->at = end;
  return JSON_FLOAT;
}

static enum json_event scan_number(struct json_reader *reader)
{
  bool whole;
  const char *end = number_end(reader, &whole);
  if (!end) return json_fail(reader, reader->at, "a number is not written as JSON wants it");
  if (!whole || !read_integer(reader, end)) return read_float(reader, end);
  reader->at = end;
  return JSON_INTEGER;
}

/* ---- values and structure ---- */

static bool skip_word(struct json_reader *reader, const char *word)
{
  size_t length = strlen(word);
  if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0) return false;
  reader->at += length;
  return true;
}

static enum json_event scan_word(struct json_reader *reader)
{
  if (skip_word(reader, "true")) return JSON_TRUE;
  if (skip_word(reader, "false")) return JSON_FALSE;
  if (skip_word(reader, "null")) return JSON_NULL;
  if (reader->nan_is_null && skip_word(reader, "NaN")) return JSON_NULL;
  if (*reader->at == 'N' || *reader->at == 'I') return json_fail(reader, reader->at, "NaN and Infinity are not JSON");
  return json_fail(reader, reader->at, "a value was expected here");
}

static enum json_event open_container(struct json_reader *reader, bool object)
{
  if (reader->depth == JSON_DEPTH) return json_fail(reader, reader->at, "nested deeper than 64");
  uint64_t bit = (uint64_t)1 << reader->depth++;
  reader->objects = object ? reader->objects | bit : reader->objects & ~bit;
  reader->expect = object ? EXPECT_KEY_OR_END : EXPECT_VALUE_OR_END;
  reader->at++;
  return object ? JSON_OBJECT : JSON_ARRAY;
}

static void value_is_over(struct json_reader *reader)
{
  reader->expect = reader->depth > 0 ? EXPECT_COMMA : EXPECT_NOTHING;
}

static bool in_object(const struct json_reader *reader)
{
  return reader->depth > 0 && (reader->objects >> (reader->depth - 1) & 1);
}

static enum json_event close_container(struct json_reader *reader)
{
  bool object = in_object(reader);
  if (*reader->at != (object ? '}' : ']'))
    return json_fail(reader, reader->at, object ? "'}' was expected here" : "']' was expected here");
  reader->at++;
  reader->depth--;
  value_is_over(reader);
  return object ? JSON_OBJECT_END : JSON_ARRAY_END;
}

static enum json_event scan_value(struct json_reader *reader)
{
  char c = *reader->at;
  if (c == '{' || c == '[') return open_container(reader, c == '{');
  value_is_over(reader);
  if (c == '"') {
    reader->at++;
    return scan_string(reader, JSON_STRING);
  }
  return c == '-' || (c >= '0' && c <= '9') ? scan_number(reader) : scan_word(reader);
}

static enum json_event scan_key(struct json_reader *reader)
{
  if (*reader->at != '"') return json_fail(reader, reader->at, "a key in double quotes was expected here");
  reader->at++;
  if (scan_string(reader, JSON_KEY) == JSON_ERROR) return JSON_ERROR;
  skip_space(reader);
  if (reader->at == reader->end || *reader->at != ':')
    return json_fail(reader, reader->at, "':' was expected behind the key");
  reader->at++;
  reader->expect = EXPECT_VALUE;
  return JSON_KEY;
}

static enum json_event ended(struct json_reader *reader)
{
  if (reader->expect == EXPECT_NOTHING) return JSON_END;
  bool nothing = reader->expect == EXPECT_VALUE && reader->depth == 0;
  return json_fail(reader, reader->at, nothing ? "there is nothing to read" : "the text ends too early");
}

/* Behind a comma another member must follow, never the end. */
static enum json_event after_value(struct json_reader *reader)
{
  bool object = in_object(reader);
  if (*reader->at != ',') {
    bool closing = *reader->at == '}' || *reader->at == ']';
    return closing ? close_container(reader) : json_fail(reader, reader->at, "',' or the end was expected here");
  }
  reader->at++;
  skip_space(reader);
  if (reader->at == reader->end) return ended(reader);
  return object ? scan_key(reader) : scan_value(reader);
}

enum json_event json_next(struct json_reader *reader)
{
  if (reader->problem) return JSON_ERROR;
  skip_space(reader);
  if (reader->at == reader->end) return ended(reader);
  char c = *reader->at;
  switch (reader->expect) {
    case EXPECT_VALUE:
      return scan_value(reader);
    case EXPECT_VALUE_OR_END:
      return c == ']' ? close_container(reader) : scan_value(reader);
    case EXPECT_KEY_OR_END:
      return c == '}' ? close_container(reader) : scan_key(reader);
    case EXPECT_COMMA:
      return after_value(reader);
    case EXPECT_NOTHING:
      break;
  }
  return json_fail(reader, reader->at, "something stands behind the end");
}
