/* box.h: the parent's side of the box: a child process of our own binary in which experts' files run.
 *
 * Calls go out pipelined and are answered in order. A call that outlasts its limit (by a tenth of a second, since the
 * box normally stops it itself) costs the box its life: another is started, the call ends as BOX_STOPPED, and what
 * waited behind it is sent again, after the files it needs. A file stopped three times is not run any more. */
#ifndef VIVA_BOX_H
#define VIVA_BOX_H

#include "boxwire.h"
#include "loop.h"

struct box;

/* What a call ends as; bytes holds the log, then the body (see boxwire.h). */
struct box_done {
  struct loop_done done;
  enum box_status status;
  uint32_t log;
  uint32_t length;
  char bytes[];
};

/* The binding sets push. */
extern struct loop_kind box_kind;

/* Makes a box that runs `program --box` with the scripts of a folder; the process starts with the first call. */
struct box *box_new(const char *program, const char *scripts);

/* Kills the process; calls under way end as BOX_FAILED, code "closed". */
void box_free(struct box *box);

/* Remembers a file under a name, with the body of its load order; returns its number, or 0 for want of memory. */
uint32_t box_file(struct box *box, const char *name, const void *load, size_t length);

/* Whether there is such a file. */
int box_has(const struct box *box, uint32_t file);

/* Loads a remembered file; the done with this id carries what the library's load() returned. Returns 0 for want of
 * memory. */
int box_load(struct box *box, uint64_t id, uint32_t file, uint32_t limit_ms);

/* Calls into a file, loading it first where need be. what names the call in messages. Returns 0 for want of memory. */
int box_call(struct box *box, uint64_t id, uint32_t file, uint32_t limit_ms, const char *what, const void *body,
             size_t length);

/* Forgets a file, here and in the box, once the calls under way are done. */
void box_drop(struct box *box, uint32_t file);

/* Lets the box try a system call, to prove that it dies of it. */
int box_probe(struct box *box, uint64_t id, uint32_t number);

/* The process that runs now (0 when none), and how many have been started. */
int box_pid(const struct box *box);
unsigned box_starts(const struct box *box);

#endif
