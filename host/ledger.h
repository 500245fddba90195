/* ledger.h: a file of lines, each on the disk before anybody is told so; lines that wait together share one sync. */
#ifndef VIVA_LEDGER_H
#define VIVA_LEDGER_H

#include <stddef.h>

#include "loop.h"

struct ledger;

struct ledger_written {
  struct loop_done done;
  int error; /* 0, or the errno of the write or sync that failed */
};

/* Opens for appending, makes the file when there is none. Returns 0 or a negative errno. */
int ledger_open(struct ledger **opened, const char *path);

/* Adds a line and its newline; ends id when it is on the disk. Returns 0 or -ENOMEM. */
int ledger_append(struct ledger *ledger, uint64_t id, const char *line, size_t length);

/* Closes when what was added is on the disk. */
void ledger_close(struct ledger *ledger);

extern struct loop_kind ledger_kind;

#endif
