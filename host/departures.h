/* departures.h: which attempts are on the wire, kept in a small shared mapping that outlives a kill of the process.
 *
 * An attempt is journalled before its request may leave, often long before: at a kill most open attempts have never left.
 * Marking a departure costs no system call, so each one is marked; after a kill the marks tell which open attempts may
 * have been billed. After a power cut the mapping may be stale, and every open attempt may have been. */
#ifndef VIVA_DEPARTURES_H
#define VIVA_DEPARTURES_H

#include <stdbool.h>
#include <stdint.h>

struct departures;

/* Opens or creates the file and reads the marks of the earlier process. NULL with errno set when it cannot. */
struct departures *departures_open(const char *path);

/* Wipes those marks, for ours to begin: once what they tell has been written down. */
void departures_start(struct departures *departures);

/* Whether the earlier process may have let this attempt leave. */
bool departures_before(const struct departures *departures, int64_t attempt);

/* Marking is for one thread and clearing for one, which may be another: a mark takes an empty slot, a clearing a full one. */
void departures_mark(struct departures *departures, int64_t attempt);
void departures_clear(struct departures *departures, int64_t attempt);

/* NULL is fine. */
void departures_close(struct departures *departures);

#endif
