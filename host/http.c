#include "http.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blocks.h"
#include "gate.h"
#include "http_endpoint.h"
#include "http_reply.h"
#include "http_settings.h"
#include "killpoint.h"
#include "pool.h"

/* One request on its way. Its easy handle and buffers serve further requests as long as none has failed. */
struct transfer {
  struct transfer *next;
  struct transfer **link; /* where the list of those on their way points to this one */
  CURL *easy;
  struct pool *pool;
  struct http_result *result;
  uint64_t started; /* nanoseconds */
  bool leads;       /* others wait at the gate for what becomes of it */
  int sends;        /* how often libcurl was about to send; the second time is its silent re-send */
  bool answering;
  bool too_large;
  unsigned generation;            /* of the settings its handle was made with */
  struct http_endpoint *endpoint; /* its handle is set to; NULL at first */
  struct curl_slist *headers;     /* of this request alone; NULL: the endpoint's */
  char *body;
  size_t body_room;
  char detail[CURL_ERROR_SIZE];
};

static struct transfer *under_way; /* without a pool: waits at the gate */
static struct transfer *spare;
static uv_timer_t gate_timer;
static uv_timer_t deadline_timer; /* one for all: replies nearly always come long before */
static uint64_t deadline_at;      /* when it fires, in ms, no later than the first deadline; 0: not set */

static void release_waiting(uv_timer_t *timer);

/* ---- while the answer arrives ---- */

/* Lets those go that wait behind this transfer: from the loop, since libcurl is running. */
static void connected(struct transfer *transfer)
{
  transfer->leads = false;
  gate_led(transfer->endpoint->origin.text, true);
  uv_timer_start(&gate_timer, release_waiting, 0, 0);
}

/* Called by libcurl each time it is about to send the request over a connection that stands. */
static int about_to_send(void *user, char *remote, char *local, int remote_port, int local_port)
{
  (void)remote, (void)local, (void)remote_port, (void)local_port;
  struct transfer *transfer = user;
  if (++transfer->sends > 1) return CURL_PREREQFUNC_ABORT;
  if (transfer->leads) connected(transfer);
  return CURL_PREREQFUNC_OK;
}

static size_t take_body(char *data, size_t size, size_t count, void *user)
{
  struct transfer *transfer = user;
  struct http_result *result = transfer->result;
  size_t more = size * count;
  transfer->too_large = more > transfer->endpoint->max_bytes - result->length;
  if (!transfer->too_large && reply_body(result, data, more)) return more;
  curl_easy_setopt(transfer->easy, CURLOPT_FORBID_REUSE, 1L);
  return 0;
}

/* libcurl hands over one whole header line at a time. */
static size_t take_header(char *line, size_t size, size_t count, void *user)
{
  struct transfer *transfer = user;
  size_t length = size * count;
  if (!transfer->answering) KILLPOINT("after_send");
  transfer->answering = true;
  reply_header(transfer->result, line, length);
  return length;
}

/* ---- a transfer's life ---- */

static void transfer_free(struct transfer *transfer)
{
  curl_easy_cleanup(transfer->easy);
  curl_slist_free_all(transfer->headers);
  http_endpoint_free(transfer->endpoint);
  free(transfer->body);
  free(transfer);
}

static void set_callbacks(struct transfer *transfer)
{
  CURL *easy = transfer->easy;
  curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, about_to_send);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->detail);
  pool_adopt(easy);
}

static struct transfer *transfer_new(void)
{
  struct transfer *transfer = settings_start() && loop_uv() ? calloc(1, sizeof *transfer) : NULL;
  if (!transfer) return NULL;
  transfer->easy = curl_easy_init();
  if (!transfer->easy) {
    free(transfer);
    return NULL;
  }
  if (!gate_timer.loop) {
    uv_timer_init(loop_uv(), &gate_timer);
    uv_timer_init(loop_uv(), &deadline_timer);
  }
  transfer->generation = settings_generation();
  settings_apply(transfer->easy);
  set_callbacks(transfer);
  return transfer;
}

static struct transfer *transfer_take(void)
{
  while (spare) {
    struct transfer *transfer = spare;
    spare = transfer->next;
    if (transfer->generation == settings_generation()) return transfer;
    transfer_free(transfer);
  }
  return transfer_new();
}

/* A handle that has seen a failure is not used again. */
static void transfer_release(struct transfer *transfer, bool failed)
{
  transfer->result = NULL;
  transfer->pool = NULL;
  if (failed || transfer->body_room > 1 << 16) {
    transfer_free(transfer);
    return;
  }
  transfer->next = spare;
  spare = transfer;
}

static void list_insert(struct transfer *transfer)
{
  transfer->next = under_way;
  transfer->link = &under_way;
  if (under_way) under_way->link = &transfer->next;
  under_way = transfer;
}

static void list_remove(struct transfer *transfer)
{
  if (!transfer->link) return;
  *transfer->link = transfer->next;
  if (transfer->next) transfer->next->link = transfer->link;
  transfer->link = NULL;
}

static void finish(struct transfer *transfer);

/* A leader that could not connect speaks for those behind it; one that was cancelled leaves its place to another. */
static void leader_failed(struct transfer *leader)
{
  struct http_result *result = leader->result;
  const char *origin = leader->endpoint->origin.text;
  leader->leads = false;
  gate_led(origin, false);
  uv_timer_start(&gate_timer, release_waiting, 0, 0);
  if (strcmp(result->code, "cancelled") == 0) return;
  struct transfer *next;
  for (struct transfer *transfer = under_way; transfer; transfer = next) {
    next = transfer->next;
    if (transfer->pool || strcmp(transfer->endpoint->origin.text, origin) != 0) continue;
    reply_fail(transfer->result, result->code, "", "%s", result->text);
    finish(transfer);
  }
}

/* Ends a transfer that is in no pool (any more) and hands its result to the loop. */
static void finish(struct transfer *transfer)
{
  struct http_result *result = transfer->result;
  if (transfer->leads) leader_failed(transfer);
  list_remove(transfer);
  result->sent = transfer->sends > 0;
  result->seconds = (double)(uv_hrtime() - transfer->started) * 1e-9;
  if (transfer->answering) curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &result->status);
  transfer_release(transfer, result->code != NULL);
  loop_finish(&result->done);
}

/* ---- how a transfer ends ---- */

static void fail_redirect(struct transfer *transfer, long status)
{
  struct outbound_origin target;
  char *location = NULL;
  curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &location);
  const char *where = "nowhere that can be read";
  if (location && !outbound_origin((struct outbound_text){location, strlen(location)}, &target)) where = target.text;
  reply_fail(transfer->result, "redirect", transfer->endpoint->origin.text,
             "answered %ld, a redirect to %s, which is not followed", status, where);
}

static const char *code_of(CURLcode result, bool sent)
{
  if (sent) return result == CURLE_PARTIAL_FILE ? "cut" : "reset";
  switch (result) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
      return "certificate";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ENGINE_INITFAILED:
      return "tls";
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return "unsafe";
    default:
      return "unreachable";
  }
}

static void fail_curl(struct transfer *transfer, CURLcode result)
{
  if (result == CURLE_ABORTED_BY_CALLBACK && transfer->sends > 1) {
    reply_fail(transfer->result, "resent", transfer->endpoint->origin.text,
               "the connection died after the request was sent; it was not sent a second time");
  } else if (result == CURLE_OPERATION_TIMEDOUT) {
    reply_fail(transfer->result, "timeout", transfer->endpoint->origin.text, "no connection in time");
  } else if (result == CURLE_WRITE_ERROR && transfer->too_large) {
    reply_fail(transfer->result, "too_large", transfer->endpoint->origin.text, "the answer is longer than %zu bytes",
               transfer->endpoint->max_bytes);
  } else {
    /* libcurl's own words are for connections; later ones could quote what the server said. */
    const char *detail = transfer->sends == 0 && *transfer->detail ? transfer->detail : curl_easy_strerror(result);
    reply_fail(transfer->result, code_of(result, transfer->sends > 0), transfer->endpoint->origin.text, "%s", detail);
  }
}

static void ended(CURL *easy, CURLcode result)
{
  struct transfer *transfer;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&transfer);
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  if (result != CURLE_OK)
    fail_curl(transfer, result);
  else if (status >= 300 && status < 400)
    fail_redirect(transfer, status);
  finish(transfer);
}

static void take_off_the_wire(struct transfer *transfer)
{
  if (!transfer->pool) return;
  curl_easy_setopt(transfer->easy, CURLOPT_FORBID_REUSE, 1L);
  pool_remove(transfer->pool, transfer->easy);
}

/* ---- deadlines: our own, since libcurl's low-speed limit kills a model that thinks before its first byte ---- */

static uint64_t now_ms(void)
{
  return uv_hrtime() / 1000000;
}

static uint64_t deadline_of(const struct transfer *transfer)
{
  uint64_t first = transfer->endpoint->first_byte_ms, total = transfer->endpoint->total_ms;
  return transfer->started / 1000000 + (transfer->answering || total < first ? total : first) + 1;
}

static void give_up(struct transfer *transfer)
{
  const struct http_endpoint *endpoint = transfer->endpoint;
  take_off_the_wire(transfer);
  if (!transfer->answering && endpoint->first_byte_ms < endpoint->total_ms)
    reply_fail(transfer->result, "timeout", endpoint->origin.text, "no first byte within %.3g s",
               (double)endpoint->first_byte_ms / 1000);
  else
    reply_fail(transfer->result, "timeout", endpoint->origin.text, "the answer was not complete after %.3g s",
               (double)endpoint->total_ms / 1000);
  finish(transfer);
}

static struct transfer *first_due(void)
{
  struct transfer *first = under_way;
  for (struct transfer *transfer = under_way; transfer; transfer = transfer->next)
    if (deadline_of(transfer) < deadline_of(first)) first = transfer;
  return first;
}

static void deadline_passed(uv_timer_t *timer);

static void watch_deadline(uint64_t due)
{
  uint64_t now = now_ms();
  deadline_at = due;
  uv_update_time(loop_uv());
  uv_timer_start(&deadline_timer, deadline_passed, due > now ? due - now : 0, 0);
}

/* Gives up what is late, and waits for the first of the others. */
static void deadline_passed(uv_timer_t *timer)
{
  (void)timer;
  struct transfer *first;
  uint64_t now = now_ms();
  deadline_at = 0;
  while ((first = first_due()) && deadline_of(first) <= now) give_up(first);
  if (first) watch_deadline(deadline_of(first));
}

/* ---- how it starts ---- */

/* A handle keeps its settings: for a further request to the same endpoint only the body changes. */
static const char *set_endpoint(struct transfer *transfer, struct http_endpoint *endpoint)
{
  if (transfer->endpoint == endpoint) return NULL;
  http_endpoint_free(transfer->endpoint);
  transfer->endpoint = endpoint_use(endpoint);
  if (endpoint->problem) return endpoint->problem;
  return endpoint_apply(endpoint, transfer->easy) ? NULL : "not enough memory";
}

static const char *set_headers(struct transfer *transfer, const struct outbound_header *more, int count)
{
  if (count == 0 && !transfer->headers) return NULL;
  curl_slist_free_all(transfer->headers);
  transfer->headers = NULL;
  const char *problem = count ? endpoint_join_headers(transfer->endpoint, more, count, &transfer->headers) : NULL;
  curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, count ? transfer->headers : transfer->endpoint->headers);
  return problem;
}

static const char *set_body(struct transfer *transfer, struct outbound_text body)
{
  if (!transfer->endpoint->post) return NULL;
  if (body.length + 1 > transfer->body_room) {
    char *grown = realloc(transfer->body, body.length + 1);
    if (!grown) return "not enough memory";
    transfer->body = grown;
    transfer->body_room = body.length + 1;
  }
  if (body.length) memcpy(transfer->body, body.bytes, body.length);
  curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDS, transfer->body);
  curl_easy_setopt(transfer->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.length);
  return NULL;
}

/* Puts a transfer into a pool if its origin has been reached before or it is the first to try. Returns the pool, if
 * any. */
static struct pool *pass_gate(struct transfer *transfer)
{
  const char *origin = transfer->endpoint->origin.text;
  enum gate answer = transfer->endpoint->origin.loopback ? GATE_PASS : gate_ask(origin);
  if (answer == GATE_WAIT) return NULL;
  transfer->pool = pool_add(origin, transfer->easy, ended);
  if (transfer->pool) {
    transfer->leads = answer == GATE_LEAD;
    return transfer->pool;
  }
  if (answer == GATE_LEAD) gate_led(origin, false);
  reply_fail(transfer->result, "unreachable", origin, "not enough memory");
  finish(transfer);
  return NULL;
}

static void release_waiting(uv_timer_t *timer)
{
  (void)timer;
  struct transfer *next;
  for (struct transfer *transfer = under_way; transfer; transfer = next) {
    next = transfer->next;
    if (!transfer->pool) pass_gate(transfer);
  }
}

/* Fills a transfer in; NULL, or why it must not be sent. */
static const char *prepare(struct transfer *transfer, struct http_endpoint *endpoint, struct outbound_text body,
                           const struct outbound_header *more, int count)
{
  transfer->sends = 0;
  transfer->answering = transfer->too_large = false;
  transfer->detail[0] = '\0';
  const char *problem = set_endpoint(transfer, endpoint);
  if (!problem) problem = set_headers(transfer, more, count);
  return problem ? problem : set_body(transfer, body);
}

static void launch(struct transfer *transfer)
{
  list_insert(transfer);
  uint64_t due = deadline_of(transfer);
  if (!deadline_at || due < deadline_at) watch_deadline(due);
  struct pool *pool = pass_gate(transfer);
  if (pool) pool_kick(pool);
}

uint64_t http_send(struct http_endpoint *endpoint, struct outbound_text body, const struct outbound_header *more,
                   int count)
{
  struct http_result *result = blocks_take(sizeof *result);
  struct transfer *transfer = result ? transfer_take() : NULL;
  if (!transfer) {
    blocks_give(result, sizeof *result);
    return 0;
  }
  *result = (struct http_result){.done = {.id = loop_id(), .kind = &http_kind}};
  uint64_t id = result->done.id;
  transfer->result = result;
  transfer->started = uv_hrtime();
  const char *problem = prepare(transfer, endpoint, body, more, count);
  if (!problem) {
    launch(transfer);
    return id;
  }
  reply_fail(result, "unsafe", endpoint->origin.text, "%s", problem);
  finish(transfer);
  return id;
}

uint64_t http_start(const struct http_request *request)
{
  struct http_endpoint *endpoint = http_endpoint_new(request);
  uint64_t id = endpoint ? http_send(endpoint, request->body, NULL, 0) : 0;
  http_endpoint_free(endpoint);
  return id;
}

static void cancel(struct transfer *transfer)
{
  take_off_the_wire(transfer);
  reply_fail(transfer->result, "cancelled", transfer->endpoint->origin.text, "the request was cancelled");
  finish(transfer);
}

bool http_cancel(uint64_t id)
{
  for (struct transfer *transfer = under_way; transfer; transfer = transfer->next) {
    if (transfer->result->done.id != id) continue;
    cancel(transfer);
    return true;
  }
  return false;
}

static void free_spares(void)
{
  while (spare) {
    struct transfer *transfer = spare;
    spare = transfer->next;
    transfer_free(transfer);
  }
}

void http_close(void)
{
  while (under_way) cancel(under_way);
  if (deadline_at) uv_timer_stop(&deadline_timer);
  deadline_at = 0;
  free_spares();
  gate_close();
  pool_close_all();
}
