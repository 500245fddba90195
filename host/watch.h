/* watch.h: learns when something in a folder has changed.
 *
 * A watch is for one time: it ends once a change has come and then nothing more for a while, so that the several steps of
 * one save (a temporary file, its renaming) are one change. It does not say what changed. Whoever wants to miss nothing
 * starts the next watch first, then looks at the files, then waits. */
#ifndef VIVA_WATCH_H
#define VIVA_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "loop.h"

struct watch_done {
  struct loop_done done;
  bool changed; /* false when it was ended by watch_cancel */
};

/* Watches folders (not what lies in folders below them); ends with id once there was a change and then quiet_ms without one.
 * Returns 0 or a libuv error, and then *failed is the number of the folder that cannot be watched. */
int watch_start(uint64_t id, const char *const *folders, size_t count, uint64_t quiet_ms, size_t *failed);

/* Ends a watch now. Returns 0 when there is no such watch. */
int watch_cancel(uint64_t id);

extern struct loop_kind watch_kind;

#endif
