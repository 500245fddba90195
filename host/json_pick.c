#include "json_pick.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_MAX = 128 }; /* longer keys with escapes are on no path */

/* ---- paths ---- */

static int64_t place_of(const char *name)
{
  char *end;
  long long place = strtoll(name, &end, 10);
  return *end == '\0' && place > 0 ? place : 0;
}

static int find_step(const struct json_paths *paths, int from, const char *name, size_t length)
{
  int step = paths->steps[from].below;
  while (step && (paths->steps[step].length != length || memcmp(paths->steps[step].name, name, length) != 0))
    step = paths->steps[step].beside;
  return step;
}

static int add_step(struct json_paths *paths, int from, const char *name, size_t length)
{
  if (paths->step_count == JSON_STEPS) return 0;
  char *copy = strndup(name, length);
  if (!copy) return 0;
  int step = paths->step_count++;
  paths->steps[step] = (struct json_step){copy, length, place_of(copy), 0, paths->steps[from].below, -1};
  paths->steps[from].below = step;
  return step;
}

bool json_paths_add(struct json_paths *paths, const char *path, size_t length)
{
  if (paths->path_count == JSON_PATHS) return false;
  if (paths->step_count == 0) paths->steps[paths->step_count++] = (struct json_step){.path = -1};
  int step = 0;
  for (const char *at = path, *end = path + length; at <= end;) {
    const char *point = memchr(at, '.', (size_t)(end - at));
    size_t part = (size_t)((point ? point : end) - at);
    int next = find_step(paths, step, at, part);
    if (!next) next = add_step(paths, step, at, part);
    if (!next) return false;
    step = next;
    at += part + 1;
  }
  paths->steps[step].path = paths->path_count++;
  return true;
}

void json_paths_free(struct json_paths *paths)
{
  for (int i = 1; i < paths->step_count; i++) free(paths->steps[i].name);
  *paths = (struct json_paths){0};
}

/* ---- reading ---- */

struct picker {
  struct json_reader *reader;
  const struct json_paths *paths;
  struct json_found *found;
};

static bool take(struct picker *picker, int step, enum json_event event);

/* Reads to the end of the container that has just begun. */
static bool skip_rest(struct json_reader *reader)
{
  int depth = reader->depth;
  while (reader->depth >= depth)
    if (json_next(reader) == JSON_ERROR) return false;
  return true;
}

static int step_of_key(const struct picker *picker, int from)
{
  const struct json_reader *reader = picker->reader;
  const char *key = reader->text;
  size_t length = reader->length;
  char plain[KEY_MAX];
  if (reader->escaped) {
    if (length > sizeof plain) return 0;
    length = json_unescape(key, length, plain, NULL);
    key = plain;
  }
  int step = find_step(picker->paths, from, key, length);
  return picker->paths->steps[step].place ? 0 : step;
}

static bool take_object(struct picker *picker, int from)
{
  struct json_reader *reader = picker->reader;
  uint64_t seen = 0; /* a bit for each step */
  for (;;) {
    enum json_event event = json_next(reader);
    if (event != JSON_KEY) return event == JSON_OBJECT_END;
    int step = step_of_key(picker, from);
    if (step && (seen >> step & 1)) {
      json_fail(reader, NULL, "this key stands twice in one object");
      return false;
    }
    seen |= (uint64_t)1 << step;
    if (!take(picker, step, json_next(reader))) return false;
  }
}

static int step_of_place(const struct json_paths *paths, int from, int64_t place)
{
  int step = paths->steps[from].below;
  while (step && paths->steps[step].place != place) step = paths->steps[step].beside;
  return step;
}

static bool take_array(struct picker *picker, int from)
{
  for (int64_t place = 1;; place++) {
    enum json_event event = json_next(picker->reader);
    if (event == JSON_ARRAY_END) return true;
    if (!take(picker, step_of_place(picker->paths, from, place), event)) return false;
  }
}

static bool take_container(struct picker *picker, int step, enum json_event event)
{
  struct json_reader *reader = picker->reader;
  const struct json_step *at = &picker->paths->steps[step];
  if (reader->depth > 1 && (step == 0 || !at->below)) return skip_rest(reader);
  return event == JSON_OBJECT ? take_object(picker, step) : take_array(picker, step);
}

/* Notes what stands at a step, when a path ends there; step 0 in a container is on no path. */
static bool take(struct picker *picker, int step, enum json_event event)
{
  struct json_reader *reader = picker->reader;
  if (event == JSON_ERROR) return false;
  bool container = event == JSON_OBJECT || event == JSON_ARRAY;
  const char *start = reader->at - 1;
  const struct json_step *at = &picker->paths->steps[step];
  struct json_found *found = at->path >= 0 ? &picker->found[at->path] : NULL;
  if (found)
    *found = (struct json_found){event,          at->below != 0,  reader->escaped, reader->text,
                                 reader->length, reader->integer, reader->number};
  if (!container) return true;
  if (!take_container(picker, step, event)) return false;
  if (found) {
    found->text = start;
    found->length = (size_t)(reader->at - start);
  }
  return true;
}

enum json_event json_pick(struct json_reader *reader, const struct json_paths *paths, struct json_found *found)
{
  struct picker picker = {reader, paths, found};
  memset(found, 0, (size_t)paths->path_count * sizeof *found);
  enum json_event event = json_next(reader);
  if (!take(&picker, 0, event) || json_next(reader) != JSON_END) return JSON_ERROR;
  return event;
}
