/* killpoint.h: named places where a test build can be made to die as if by kill -9; nothing in any other build.
 *
 *   after_send      a request has been sent and its answer begins to arrive
 *   before_commit   replies are about to be committed
 *   after_commit    replies have been committed and nobody has been told
 *
 * VIVA_KILLPOINT names the place and VIVA_KILLCOUNT (1 unless set) at which passing of it the process dies. */
#ifndef VIVA_KILLPOINT_H
#define VIVA_KILLPOINT_H

#ifdef VIVA_KILLPOINTS
void killpoint(const char *name);
#define KILLPOINT(name) killpoint(name)
#else
#define KILLPOINT(name) ((void)0)
#endif

#endif
