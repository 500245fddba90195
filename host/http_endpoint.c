#include "http_endpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char no_memory[] = "not enough memory";

static bool add_line(struct curl_slist **list, const char *line)
{
  struct curl_slist *longer = curl_slist_append(*list, line);
  if (longer) *list = longer;
  return longer != NULL;
}

/* NULL, or why it must not be sent. */
static const char *add_header(struct curl_slist **list, const struct outbound_header *header)
{
  const char *problem = outbound_header(header);
  if (problem) return problem;
  char line[4096];
  /* "name;" is libcurl's way to send an empty value; "name:" would leave the header out. */
  int length =
      snprintf(line, sizeof line, "%s%s%s", header->name.bytes, header->value.length ? ": " : ";", header->value.bytes);
  if (length >= (int)sizeof line) return "a header is longer than 4096 bytes";
  return add_line(list, line) ? NULL : no_memory;
}

const char *endpoint_join_headers(const struct http_endpoint *endpoint, const struct outbound_header *more, int count,
                                  struct curl_slist **list)
{
  for (const struct curl_slist *line = endpoint->headers; line; line = line->next)
    if (!add_line(list, line->data)) return no_memory;
  const char *problem = NULL;
  for (int i = 0; i < count && !problem; i++) problem = add_header(list, &more[i]);
  return problem;
}

static bool names(const struct http_request *request, const char *name)
{
  for (int i = 0; i < request->header_count; i++)
    if (strcasecmp(request->headers[i].name.bytes, name) == 0) return true;
  return false;
}

/* libcurl would wait a second before a long body, and write its own User-Agent twice for each request. */
static bool add_own_headers(struct http_endpoint *endpoint, const struct http_request *request)
{
  if (!add_line(&endpoint->headers, "Expect:")) return false;
  return names(request, "User-Agent") || add_line(&endpoint->headers, "User-Agent: viva/" VIVA_VERSION);
}

static const char *check(struct http_endpoint *endpoint, const struct http_request *request)
{
  const char *problem = outbound_origin(request->url, &endpoint->origin);
  if (problem) return problem;
  endpoint->plain = endpoint->origin.loopback || request->insecure;
  if (!endpoint->origin.secure && !endpoint->plain)
    return "plain http to another machine would show keys and questions to the network";
  endpoint->url = strndup(request->url.bytes, request->url.length);
  if (!endpoint->url || !add_own_headers(endpoint, request)) return no_memory;
  for (int i = 0; i < request->header_count && !problem; i++)
    problem = add_header(&endpoint->headers, &request->headers[i]);
  return problem;
}

struct http_endpoint *http_endpoint_new(const struct http_request *request)
{
  struct http_endpoint *endpoint = malloc(sizeof *endpoint);
  if (!endpoint) return NULL;
  *endpoint = (struct http_endpoint){.uses = 1,
                                     .post = request->post,
                                     .connect_ms = request->connect_ms ? request->connect_ms : 15000,
                                     .first_byte_ms = request->first_byte_ms ? request->first_byte_ms : 600000,
                                     .total_ms = request->total_ms ? request->total_ms : 1800000,
                                     .max_bytes = request->max_bytes ? request->max_bytes : 32u << 20};
  endpoint->problem = check(endpoint, request);
  return endpoint;
}

struct http_endpoint *endpoint_use(struct http_endpoint *endpoint)
{
  endpoint->uses++;
  return endpoint;
}

void http_endpoint_free(struct http_endpoint *endpoint)
{
  if (!endpoint || --endpoint->uses > 0) return;
  curl_slist_free_all(endpoint->headers);
  free(endpoint->url);
  free(endpoint);
}

bool endpoint_apply(const struct http_endpoint *endpoint, CURL *easy)
{
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, endpoint->plain ? "http,https" : "https");
  curl_easy_setopt(easy, endpoint->post ? CURLOPT_POST : CURLOPT_HTTPGET, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, endpoint->headers);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, endpoint->connect_ms);
  return curl_easy_setopt(easy, CURLOPT_URL, endpoint->url) == CURLE_OK;
}
