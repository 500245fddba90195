/* pool.h: libcurl's multi handles on the one loop.
 *
 * One multi handle slows down with the number of its transfers, so each pool holds at most so many; all of them share
 * the loop's epoll. A pool serves one origin, and one that was opened early is filled first: connections are used
 * again. */
#ifndef VIVA_POOL_H
#define VIVA_POOL_H

#include <curl/curl.h>

struct pool;

/* Told on the loop's thread that a transfer has ended; its easy handle has left its pool and belongs to the caller
 * again. */
typedef void (*pool_ended)(CURL *easy, CURLcode result);

enum { POOL_TRANSFERS = 64, POOL_TRANSFERS_MAX = 1024 };

/* How many transfers a pool takes from now on (1 to POOL_TRANSFERS_MAX). */
void pool_limit(int transfers);

/* Prepares a new easy handle for life in pools: its sockets are watched until they are closed. */
void pool_adopt(CURL *easy);

/* Puts a transfer into a pool of this origin. Returns the pool, NULL when there is no memory. */
struct pool *pool_add(const char *origin, CURL *easy, pool_ended ended);

/* Sends what was added now, instead of when the loop runs next. May end transfers. */
void pool_kick(struct pool *pool);

/* Takes a transfer off the wire before its end. */
void pool_remove(struct pool *pool, CURL *easy);

/* Closes all pools and their connections; no transfer may be in one. */
void pool_close_all(void);

#endif
