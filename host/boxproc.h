/* boxproc.h: one process of the box and the socket to it: orders out, answers in (boxwire.h), and its end. */
#ifndef VIVA_BOXPROC_H
#define VIVA_BOXPROC_H

#include <stddef.h>
#include <stdint.h>

#include "boxwire.h"

struct boxproc;

struct boxproc_events {
  /* One answer; returns 0 when it is not one that our own child would give, which ends the process. */
  int (*answer)(void *owner, const struct box_answer *answer, const char *bytes);
  /* All answers that had arrived have been told. */
  void (*batch)(void *owner);
  /* The process has gone and all it said has been told. The owner frees it. */
  void (*gone)(void *owner, int signal, int64_t status);
};

/* Starts `program --box` with an empty environment; NULL and a libuv error when that fails. */
struct boxproc *boxproc_start(const char *program, const struct boxproc_events *events, void *owner, int *problem);

/* Gathers bytes; they leave before the loop waits, or when 64 KB are there. Returns 0 for want of memory. */
int boxproc_send(struct boxproc *p, const void *bytes, size_t length);

void boxproc_kill(struct boxproc *p);
int boxproc_pid(const struct boxproc *p);

/* Seconds of processor it has had; negative when that cannot be told. */
double boxproc_cpu(const struct boxproc *p);

/* Kills it if need be; no event comes any more. */
void boxproc_free(struct boxproc *p);

#endif
