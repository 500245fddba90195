#include "http_reply.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "blocks.h"

static void reply_free(struct loop_done *done)
{
  struct http_result *result = (struct http_result *)done;
  free(result->head);
  free(result->text);
  blocks_give(result->body, result->room);
  blocks_give(result, sizeof *result);
}

struct loop_kind http_kind = {.name = "http", .free = reply_free};

void reply_fail(struct http_result *result, const char *code, const char *origin, const char *format, ...)
{
  char what[512], text[900];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(what, sizeof what, format, arguments);
  va_end(arguments);
  snprintf(text, sizeof text, "%s%s%s", origin, *origin ? ": " : "", what);
  for (char *c = text; *c; c++)
    if (iscntrl((unsigned char)*c)) *c = ' ';
  result->code = code;
  result->text = strdup(text);
}

static bool grow_body(struct http_result *result, size_t needed)
{
  if (needed <= result->room) return true;
  size_t room = result->room * 2 > needed ? result->room * 2 : needed;
  char *grown = blocks_resize(NULL, result->body, result->room, room);
  if (!grown) return false;
  result->body = grown;
  result->room = room;
  return true;
}

bool reply_body(struct http_result *result, const char *data, size_t length)
{
  if (!grow_body(result, result->length + length)) return false;
  memcpy(result->body + result->length, data, length);
  result->length += length;
  return true;
}

static bool is_kept(const char *line, size_t length)
{
  static const char *const prefixes[] = {"retry-after",  "content-type", "content-encoding", "request-id",
                                         "x-request-id", "x-ratelimit-", "x-viva-"};
  if (!strchr("rRcCxX", line[0])) return false; /* most lines end here */
  for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
    if (length > strlen(prefixes[i]) && strncasecmp(line, prefixes[i], strlen(prefixes[i])) == 0) return true;
  return false;
}

/* Adds "name: value" and a line break. A line that finds no memory is left out. */
static void add_line(struct http_result *result, const char *name, size_t name_length, const char *value, size_t length)
{
  char *grown = realloc(result->head, result->head_length + name_length + length + 3);
  if (!grown) return;
  char *to = grown + result->head_length;
  result->head = grown;
  result->head_length += name_length + length + 3;
  for (size_t i = 0; i < name_length; i++) *to++ = (char)tolower((unsigned char)name[i]);
  memcpy(to, ": ", 2);
  memcpy(to + 2, value, length);
  to[2 + length] = '\n';
}

void reply_header(struct http_result *result, const char *line, size_t length)
{
  const char *end = line + length, *colon = memchr(line, ':', length);
  if (!colon || !is_kept(line, length)) return;
  const char *value = colon + 1;
  while (value < end && isspace((unsigned char)*value)) value++;
  while (end > value && isspace((unsigned char)end[-1])) end--;
  add_line(result, line, (size_t)(colon - line), value, (size_t)(end - value));
}
