/* http.h: HTTP requests for a program that holds keys and pays for each call.
 *
 * Never follows a redirect, never sends a request twice, never reads proxies or passwords from the environment, never
 * speaks plain http beyond this machine unless told to, and keeps what arrived of a reply that broke. Each request ends
 * as one struct http_result on the loop. How many are in flight is for the caller to decide: what is started is sent.
 */
#ifndef VIVA_HTTP_H
#define VIVA_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop.h"
#include "outbound.h"

enum { HTTP_HEADERS_MAX = 32 };

struct http_request {
  struct outbound_text url;
  struct outbound_text body;
  struct outbound_header headers[HTTP_HEADERS_MAX];
  int header_count;
  bool post;
  bool insecure;          /* plain http to another machine is meant */
  long connect_ms;        /* until connected, TLS included; 0: 15 s */
  uint64_t first_byte_ms; /* until the first byte of the answer; 0: 600 s */
  uint64_t total_ms;      /* until its last byte; 0: 1800 s */
  size_t max_bytes;       /* the longest body taken; 0: 32 MiB */
};

struct http_result {
  struct loop_done done;
  const char *code; /* NULL when an answer came whole, whatever its status */
  char *text;       /* what went wrong, for people */
  bool sent;        /* the request may have reached the server */
  long status;
  double seconds;
  char *body; /* with a failure: the part that arrived */
  size_t length;
  size_t room; /* allocated for the body */
  char *head;  /* the headers that someone reads, a line each: "name: value", the name in lower case */
  size_t head_length;
};

extern struct loop_kind http_kind;

/* Settings for the requests started from now on: a proxy's address, a file of certificates to trust instead of the
 * system's. NULL leaves a setting as it is, "" takes it back. False when there is no memory. */
bool http_configure(const char *proxy, const char *ca_file);

/* Starts a request, whose parts are copied; returns its id, 0 when there is no memory. */
uint64_t http_start(const struct http_request *request);

/* What many requests have in common (all but the body), checked once. One that must not be used is made all the same, and
 * each request to it fails as `unsafe`. NULL when there is no memory. */
struct http_endpoint *http_endpoint_new(const struct http_request *request);

/* Requests under way keep what they need. NULL is fine. */
void http_endpoint_free(struct http_endpoint *endpoint);

/* Starts a request to an endpoint, with headers of its own beside the endpoint's. */
uint64_t http_send(struct http_endpoint *endpoint, struct outbound_text body, const struct outbound_header *more,
                   int count);

/* Ends a request now, with the code `cancelled`; false when no such request is under way. */
bool http_cancel(uint64_t id);

/* The library beneath and its version. */
const char *http_library(void);

/* Ends all requests and closes all connections. */
void http_close(void);

#endif
