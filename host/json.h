/* json.h: a strict JSON reader that is pulled: each call of json_next returns what comes next. It allocates nothing and
 * copies nothing; strings are slices of the input.
 *
 * Refused: anything behind the value, missing or extra commas, bare NaN (unless asked for) and Infinity, leading zeros,
 * control characters in strings, malformed UTF-8, nesting deeper than JSON_DEPTH, numbers too large to hold. Allowed: a
 * byte order mark at the start, lone surrogates (each becomes U+FFFD). Keys that occur twice are for the caller to
 * refuse, with json_fail. */
#ifndef VIVA_JSON_H
#define VIVA_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { JSON_DEPTH = 64 };

enum json_event {
  JSON_ERROR, /* json_problem says what and where */
  JSON_END,
  JSON_OBJECT,
  JSON_OBJECT_END,
  JSON_ARRAY,
  JSON_ARRAY_END,
  JSON_KEY,     /* text, length, escaped */
  JSON_STRING,  /* the same */
  JSON_INTEGER, /* integer */
  JSON_FLOAT,   /* number */
  JSON_TRUE,
  JSON_FALSE,
  JSON_NULL,
};

enum json_expect { EXPECT_VALUE, EXPECT_VALUE_OR_END, EXPECT_KEY_OR_END, EXPECT_COMMA, EXPECT_NOTHING };

struct json_reader {
  const char *start, *at, *end;
  bool nan_is_null;
  enum json_expect expect;
  int depth;
  uint64_t objects; /* bit n: the container at depth n is an object */
  const char *text; /* of a key or string: raw; json_unescape makes the text of it when escaped is set */
  size_t length;
  bool escaped;
  int64_t integer;
  double number;
  const char *problem;
  const char *problem_at;
  const char *line_at; /* up to here the newlines are counted */
  size_t line;
};

void json_open(struct json_reader *reader, const char *text, size_t length);

enum json_event json_next(struct json_reader *reader);

/* Writes the text of a raw slice to out, which holds at least `length` bytes; returns its length. *lone, when given,
 * says whether a surrogate stood alone. */
size_t json_unescape(const char *raw, size_t length, char *out, bool *lone);

/* Writes a text as a JSON string, quotes included, to out and returns its length; with out == NULL it only measures.
 * Malformed UTF-8 becomes U+FFFD. */
size_t json_quote(const char *text, size_t length, char *out);

/* The same with every < as \u003c, so that it can also stand inside a page. */
size_t json_quote_html(const char *text, size_t length, char *out);

enum { JSON_NUMBER = 32 };

/* Writes a float with as few digits (15 at least) as read back as the same, and never as an integer; returns its length,
 * 0 for NaN and infinity. */
size_t json_float(double number, char out[JSON_NUMBER]);

/* Where the reader stands: the line (from 1) of a place not before the last one asked for. */
size_t json_line(struct json_reader *reader, const char *place);

/* The column (from 1, in code points) of a place in its line. */
size_t json_column(const struct json_reader *reader, const char *place);

/* Ends the reading with a problem; place NULL means where the last key or string begins. */
enum json_event json_fail(struct json_reader *reader, const char *place, const char *problem);

#endif
