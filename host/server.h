/* server.h: an HTTP server on the loop (libmicrohttpd): requests end as finished things, replies are given when they
 * are ready.
 *
 * The daemon has no thread of its own: its epoll descriptor is one more socket of the loop. A connection whose request
 * is whole is suspended until server_reply; delays are timers. Requests that break a limit are answered here and never
 * seen. */
#ifndef VIVA_SERVER_H
#define VIVA_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop.h"

struct server;

struct server_options {
  const char *address; /* 127.0.0.1 or ::1 */
  uint16_t port;       /* 0: any free one */
  size_t max_body;     /* larger ones get 413 */
  size_t max_head;     /* memory of one connection; larger heads get 431 */
  unsigned max_connections;
  unsigned idle_seconds;    /* a connection this long without a byte is closed; 0: never */
  const char *const *hosts; /* names the Host header may carry, without port; NULL-ended; NULL: any */
};

/* A finished request. head holds NUL-ended strings one after the other: method, path (percent-decoded), query (raw),
 * remote address, then name (lower case) and value of each header. */
struct server_request {
  struct loop_done done;
  uint64_t id;
  bool closed; /* the server was closed instead; nothing else is set */
  char *head;
  size_t head_length;
  char *body;
  size_t body_length;
};

/* How a reply misbehaves. */
enum server_fault {
  SERVER_WELL,    /* not at all */
  SERVER_RESET,   /* half of the body, then RST */
  SERVER_CUT,     /* half of the body, then the connection is closed */
  SERVER_SILENCE, /* never a byte; the connection is held until the client gives up */
  SERVER_DRIP,    /* one byte at a time, piece_delay apart */
};

struct server_reply {
  unsigned status;
  const char *const *headers; /* name, value, name, value, ... NULL */
  const char *body;
  size_t body_length;
  const size_t *pieces; /* where each piece of a chunked body ends; NULL: one body of known length */
  size_t piece_count;
  double delay;       /* seconds before the first byte */
  double piece_delay; /* seconds between two pieces */
  enum server_fault fault;
};

/* Ends with true when the last byte has been handed to the kernel, false when the connection ended before. */
struct server_delivery {
  struct loop_done done;
  bool whole;
};

/* All return 0 or a negative errno. */
int server_open(struct server **opened, const struct server_options *options);

/* Ends id with the next request, in order of arrival; -EBUSY while another id is waiting. */
int server_next(struct server *server, uint64_t id);

/* Answers a request; ends delivery_id (unless 0) with a server_delivery. -ENOENT for a request already answered,
 * -EINVAL for a header that HTTP does not allow. */
int server_reply(struct server *server, uint64_t request, const struct server_reply *reply, uint64_t delivery_id);

uint16_t server_port(const struct server *server);

/* How many connections are open. */
unsigned server_connections(const struct server *server);

/* Drops all connections, ends the waiting id as closed, frees the server. */
void server_close(struct server *server);

extern struct loop_kind server_request_kind;
extern struct loop_kind server_delivery_kind;

#endif
