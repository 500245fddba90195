/* http_endpoint.h: what many requests have in common, checked and put into libcurl's form once; http.c alone uses it. */
#ifndef VIVA_HTTP_ENDPOINT_H
#define VIVA_HTTP_ENDPOINT_H

#include <curl/curl.h>

#include "http.h"

struct http_endpoint {
  int uses;
  struct outbound_origin origin;
  const char *problem; /* why nothing is sent there; NULL: all is well */
  char *url;
  struct curl_slist *headers;
  bool plain; /* plain http is allowed */
  bool post;
  long connect_ms;
  uint64_t first_byte_ms, total_ms;
  size_t max_bytes;
};

struct http_endpoint *endpoint_use(struct http_endpoint *endpoint);

/* The endpoint's headers and further ones, in a list of their own. NULL, or why they must not be sent. */
const char *endpoint_join_headers(const struct http_endpoint *endpoint, const struct outbound_header *more, int count,
                                  struct curl_slist **list);

/* Prepares a handle for requests to the endpoint; false when there is no memory. */
bool endpoint_apply(const struct http_endpoint *endpoint, CURL *easy);

#endif
