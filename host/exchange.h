/* exchange.h: one request of a server and its reply; used by server.c alone. */
#ifndef VIVA_EXCHANGE_H
#define VIVA_EXCHANGE_H

#include <microhttpd.h>

#include "server.h"

enum exchange_stage {
  EXCHANGE_RECEIVING,
  EXCHANGE_REFUSED,  /* answered here as soon as the head is read, with status and no body */
  EXCHANGE_WAITING,  /* suspended until somebody answers */
  EXCHANGE_ANSWERED, /* the response is known and may be delayed */
  EXCHANGE_DROPPED,  /* the connection is to be closed without a word */
};

struct exchange {
  uint64_t id;
  struct server *server;
  struct MHD_Connection *connection;
  char *uri;                      /* until exchange_head takes it apart */
  struct server_request *request; /* under construction; NULL once handed over */
  size_t head_room;
  size_t body_room;
  enum exchange_stage stage;
  unsigned status;
  bool suspended;
  bool timed; /* the timer is a handle of the loop */
  uv_timer_t timer;

  struct MHD_Response *response;
  struct server_delivery *delivery;
  enum server_fault fault;
  char *body; /* read piece by piece; NULL when the response holds it */
  size_t body_length;
  size_t *pieces;
  size_t piece_count;
  size_t piece; /* the one under way */
  bool rested;  /* the delay before it has passed */
  uint64_t piece_delay;
};

/* An exchange for a request line; NULL when memory is out. A path with a bad escape makes it refused with 400. */
struct exchange *exchange_new(const char *uri);

/* Adds method, headers and remote address. Returns 0 or -ENOMEM. */
int exchange_head(struct exchange *exchange, struct MHD_Connection *connection, const char *method);

/* Makes room for a body of declared length. Returns 0 or -ENOMEM. */
int exchange_expect(struct exchange *exchange, size_t length);

/* Adds bytes of the body. Returns 0, -ENOMEM, or -EMSGSIZE for a body of no declared length that passes max_body. */
int exchange_body(struct exchange *exchange, const char *bytes, size_t length, size_t max_body);

void exchange_refuse(struct exchange *exchange, unsigned status);

/* The value of a header of the request under construction; NULL when it has none. */
const char *exchange_header(const struct exchange *exchange, const char *name);

/* Keeps the connection from being served until exchange_resume. */
void exchange_suspend(struct exchange *exchange);
void exchange_resume(struct exchange *exchange);

/* Takes the reply over and starts its delay. Returns 0 or a negative errno, in which case nothing has changed. */
int exchange_answer(struct exchange *exchange, const struct server_reply *reply);

/* Hands the response to libmicrohttpd; called by its access handler. */
enum MHD_Result exchange_queue(struct exchange *exchange);

/* Ends the delivery and frees all, the timer's handle when the loop lets go of it. */
void exchange_end(struct exchange *exchange, bool whole);

/* server.c: runs the daemon soon, because a connection has been resumed. */
void server_wake(struct server *server);

#endif
