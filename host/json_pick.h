/* json_pick.h: finds single values in a JSON text and makes nothing of the rest.
 *
 * A path is names of keys and places in arrays (from 1), with a point between: "choices.1.message". The text is read as strictly as json.h
 * does, all of it, but of keys that occur twice only those are refused that a path goes through. */
#ifndef VIVA_JSON_PICK_H
#define VIVA_JSON_PICK_H

#include "json.h"

enum { JSON_PATHS = 32, JSON_STEPS = 64 };

struct json_step {
  char *name;
  size_t length;
  int64_t place; /* in an array; 0: the name is a key */
  int below;     /* the first step from here on; 0: none */
  int beside;    /* the next one from the same container; 0: none */
  int path;      /* that ends here; -1: none */
};

/* Starts as zeroes. Step 0 is where all paths begin. */
struct json_paths {
  struct json_step steps[JSON_STEPS];
  int step_count, path_count;
};

/* The paths are numbered from 0 as they are added. False when there are too many, or no memory. */
bool json_paths_add(struct json_paths *paths, const char *path, size_t length);
void json_paths_free(struct json_paths *paths);

/* What stands at a path: a scalar as the reader gives it; of an object or array the bytes it is written with. */
struct json_found {
  enum json_event event; /* JSON_ERROR: nothing stands there */
  bool passed;           /* other paths go on from here */
  bool escaped;
  const char *text;
  size_t length;
  int64_t integer;
  double number;
};

/* Reads the whole text; found has room for path_count. Returns what the text is, or JSON_ERROR. */
enum json_event json_pick(struct json_reader *reader, const struct json_paths *paths, struct json_found *found);

#endif
