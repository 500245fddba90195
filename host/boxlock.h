/* boxlock.h: gives up, for good, everything that the box's process does not need. */
#ifndef VIVA_BOXLOCK_H
#define VIVA_BOXLOCK_H

/* Leaves one descriptor, memory, clocks and the timer that is already set. Returns NULL, or what could not be done. */
const char *boxlock(void);

#endif
