/* exchange.c: one request of a server and its reply. */
#include "exchange.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

/* How often a silent connection is asked whether its client is still there. */
#define SILENCE_PEEK_MS 100

/* ---- the request ---- */

/* Makes *bytes hold at least `needed`, doubling its room. Returns 0 or -ENOMEM. */
static int make_room(char **bytes, size_t *room, size_t needed)
{
  if (*bytes && needed <= *room) return 0;
  size_t larger = *room ? *room * 2 : 512;
  if (larger < needed) larger = needed;
  char *grown = realloc(*bytes, larger);
  if (!grown) return -ENOMEM;
  *bytes = grown;
  *room = larger;
  return 0;
}

static int head_add(struct exchange *exchange, const char *bytes, size_t length)
{
  struct server_request *request = exchange->request;
  if (make_room(&request->head, &exchange->head_room, request->head_length + length + 1) != 0) return -ENOMEM;
  memcpy(request->head + request->head_length, bytes, length);
  request->head[request->head_length + length] = '\0';
  request->head_length += length + 1;
  return 0;
}

static int hex_value(char digit)
{
  if (digit >= '0' && digit <= '9') return digit - '0';
  int lower = tolower((unsigned char)digit);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Percent-decodes a path in place; -1 for a broken escape and for an escaped NUL, which would hide what follows it. */
static ssize_t decode_path(char *path)
{
  char *to = path;
  for (const char *from = path; *from; from++) {
    if (*from != '%') {
      *to++ = *from;
      continue;
    }
    int high = hex_value(from[1]);
    int low = high < 0 ? -1 : hex_value(from[2]);
    if (low < 0 || high * 16 + low == 0) return -1;
    *to++ = (char)(high * 16 + low);
    from += 2;
  }
  *to = '\0';
  return to - path;
}

struct exchange *exchange_new(const char *uri)
{
  struct exchange *exchange = calloc(1, sizeof *exchange);
  struct server_request *request = calloc(1, sizeof *request);
  char *copy = strdup(uri);
  if (!exchange || !request || !copy) {
    free(exchange);
    free(request);
    free(copy);
    return NULL;
  }
  request->done.kind = &server_request_kind;
  exchange->request = request;
  exchange->uri = copy;
  return exchange;
}

static enum MHD_Result add_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
  struct exchange *exchange = cls;
  struct server_request *request = exchange->request;
  (void)kind;
  size_t start = request->head_length;
  if (head_add(exchange, name, strlen(name)) != 0) return MHD_NO;
  for (char *letter = request->head + start; *letter; letter++) *letter = (char)tolower((unsigned char)*letter);
  if (!value) value = "";
  return head_add(exchange, value, strlen(value)) == 0 ? MHD_YES : MHD_NO;
}

static int add_remote(struct exchange *exchange, struct MHD_Connection *connection)
{
  char text[INET6_ADDRSTRLEN] = "";
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const struct sockaddr *address = info ? info->client_addr : NULL;
  if (address && address->sa_family == AF_INET)
    inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr, text, sizeof text);
  if (address && address->sa_family == AF_INET6)
    inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr, text, sizeof text);
  return head_add(exchange, text, strlen(text));
}

static int add_target(struct exchange *exchange)
{
  char *path = exchange->uri;
  char *query = strchr(path, '?');
  if (query) *query++ = '\0';
  ssize_t length = decode_path(path);
  if (length < 0) exchange_refuse(exchange, MHD_HTTP_BAD_REQUEST);
  int failed = head_add(exchange, path, length < 0 ? 0 : (size_t)length);
  if (!failed) failed = head_add(exchange, query ? query : "", query ? strlen(query) : 0);
  return failed;
}

int exchange_head(struct exchange *exchange, struct MHD_Connection *connection, const char *method)
{
  exchange->connection = connection;
  int failed = head_add(exchange, method, strlen(method));
  if (!failed) failed = add_target(exchange);
  if (!failed) failed = add_remote(exchange, connection);
  if (failed) return failed;
  int headers = MHD_get_connection_values(connection, MHD_HEADER_KIND, NULL, NULL);
  return MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header, exchange) == headers ? 0 : -ENOMEM;
}

const char *exchange_header(const struct exchange *exchange, const char *name)
{
  return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

void exchange_refuse(struct exchange *exchange, unsigned status)
{
  exchange->stage = EXCHANGE_REFUSED;
  exchange->status = status;
}

int exchange_expect(struct exchange *exchange, size_t length)
{
  return length == 0 ? 0 : make_room(&exchange->request->body, &exchange->body_room, length);
}

int exchange_body(struct exchange *exchange, const char *bytes, size_t length, size_t max_body)
{
  struct server_request *request = exchange->request;
  if (length > max_body - request->body_length) return -EMSGSIZE;
  if (exchange_expect(exchange, request->body_length + length) != 0) return -ENOMEM;
  memcpy(request->body + request->body_length, bytes, length);
  request->body_length += length;
  return 0;
}

/* ---- waiting ---- */

void exchange_suspend(struct exchange *exchange)
{
  if (exchange->suspended) return;
  exchange->suspended = true;
  MHD_suspend_connection(exchange->connection);
}

void exchange_resume(struct exchange *exchange)
{
  if (!exchange->suspended) return;
  exchange->suspended = false;
  MHD_resume_connection(exchange->connection);
  server_wake(exchange->server);
}

static void rest_over(uv_timer_t *timer)
{
  struct exchange *exchange = timer->data;
  exchange->rested = true;
  exchange_resume(exchange);
}

/* A suspended connection is not watched for its end, so a silent one looks for itself. */
static void silence_peek(uv_timer_t *timer)
{
  struct exchange *exchange = timer->data;
  char byte;
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  ssize_t got = recv(info->connect_fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR))) return;
  uv_timer_stop(timer);
  exchange->stage = EXCHANGE_DROPPED;
  exchange_resume(exchange);
}

static int timer_start(struct exchange *exchange, uv_timer_cb fired, uint64_t first, uint64_t again)
{
  if (!exchange->timed) {
    int failed = uv_timer_init(loop_uv(), &exchange->timer);
    if (failed) return failed;
    exchange->timer.data = exchange;
    exchange->timed = true;
  }
  uv_update_time(loop_uv());
  return uv_timer_start(&exchange->timer, fired, first, again);
}

/* ---- the reply ---- */

/* Ends a connection with RST: Linux sends one when an established socket is told to connect to nowhere. */
static void send_reset(struct exchange *exchange)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  struct sockaddr nowhere = {.sa_family = AF_UNSPEC};
  if (connect(info->connect_fd, &nowhere, sizeof nowhere) != 0) return;
}

/* Where the piece under way ends: pieces of a stream, single bytes of a drip, otherwise the whole body or half of it.
 */
static size_t piece_end(const struct exchange *exchange, size_t position)
{
  if (exchange->pieces) return exchange->pieces[exchange->piece];
  if (exchange->fault == SERVER_DRIP) return position + 1;
  bool broken = exchange->fault == SERVER_CUT || exchange->fault == SERVER_RESET;
  return broken ? exchange->body_length / 2 : exchange->body_length;
}

/* True while the delay between two pieces has to pass first. */
static bool must_rest(struct exchange *exchange, size_t position)
{
  bool between = exchange->piece_delay > 0 && position > 0 && !exchange->rested;
  if (!between) return false;
  exchange_suspend(exchange);
  if (timer_start(exchange, rest_over, exchange->piece_delay, 0) != 0) exchange_resume(exchange);
  return true;
}

static bool breaks_at(const struct exchange *exchange, size_t position)
{
  bool broken = exchange->fault == SERVER_CUT || exchange->fault == SERVER_RESET;
  return broken && position >= exchange->body_length / 2;
}

/* Hands out the body of a reply that is streamed or misbehaves. */
static ssize_t read_piece(void *cls, uint64_t offset, char *buffer, size_t room)
{
  struct exchange *exchange = cls;
  size_t position = (size_t)offset;
  if (breaks_at(exchange, position)) {
    if (exchange->fault == SERVER_RESET) send_reset(exchange);
    return MHD_CONTENT_READER_END_WITH_ERROR;
  }
  if (position >= exchange->body_length) return MHD_CONTENT_READER_END_OF_STREAM;
  bool at_start = exchange->pieces ? position == (exchange->piece ? exchange->pieces[exchange->piece - 1] : 0)
                                   : exchange->fault == SERVER_DRIP;
  if (at_start && must_rest(exchange, position)) return 0;
  size_t end = piece_end(exchange, position);
  size_t length = end - position < room ? end - position : room;
  memcpy(buffer, exchange->body + position, length);
  if (position + length == end) {
    exchange->rested = false;
    if (exchange->pieces && exchange->piece + 1 < exchange->piece_count) exchange->piece++;
  }
  return (ssize_t)length;
}

static int keep_pieces(struct exchange *exchange, const struct server_reply *reply)
{
  if (!reply->piece_count) return 0;
  size_t size = reply->piece_count * sizeof *reply->pieces;
  exchange->pieces = malloc(size);
  if (!exchange->pieces) return -ENOMEM;
  memcpy(exchange->pieces, reply->pieces, size);
  exchange->piece_count = reply->piece_count;
  return 0;
}

static struct MHD_Response *make_response(struct exchange *exchange, const struct server_reply *reply)
{
  if (!reply->piece_count && reply->fault == SERVER_WELL)
    return MHD_create_response_from_buffer(reply->body_length, (void *)reply->body, MHD_RESPMEM_MUST_COPY);
  if (keep_pieces(exchange, reply) != 0) return NULL;
  exchange->body = malloc(reply->body_length + 1);
  if (!exchange->body) return NULL;
  if (reply->body_length) memcpy(exchange->body, reply->body, reply->body_length);
  exchange->body_length = reply->body_length;
  uint64_t size = reply->piece_count ? MHD_SIZE_UNKNOWN : reply->body_length;
  return MHD_create_response_from_callback(size, 16384, read_piece, exchange, NULL);
}

static int add_headers(struct MHD_Response *response, const char *const *headers)
{
  for (; headers && headers[0]; headers += 2)
    if (MHD_add_response_header(response, headers[0], headers[1]) != MHD_YES) return -EINVAL;
  return 0;
}

static void forget_response(struct exchange *exchange)
{
  if (exchange->response) MHD_destroy_response(exchange->response);
  exchange->response = NULL;
  free(exchange->body);
  exchange->body = NULL;
  free(exchange->pieces);
  exchange->pieces = NULL;
}

int exchange_answer(struct exchange *exchange, const struct server_reply *reply)
{
  exchange->response = make_response(exchange, reply);
  int failed = exchange->response ? add_headers(exchange->response, reply->headers) : -ENOMEM;
  if (!failed && reply->fault == SERVER_SILENCE)
    failed = timer_start(exchange, silence_peek, SILENCE_PEEK_MS, SILENCE_PEEK_MS);
  else if (!failed && reply->delay > 0)
    failed = timer_start(exchange, rest_over, (uint64_t)ceil(reply->delay * 1000), 0);
  if (failed) {
    forget_response(exchange);
    return failed;
  }
  exchange->stage = EXCHANGE_ANSWERED;
  exchange->status = reply->status;
  exchange->fault = reply->fault;
  exchange->piece_delay = (uint64_t)ceil(reply->piece_delay * 1000);
  if (reply->fault != SERVER_SILENCE && !(reply->delay > 0)) exchange_resume(exchange);
  return 0;
}

enum MHD_Result exchange_queue(struct exchange *exchange)
{
  exchange->rested = true; /* the first piece does not wait */
  return MHD_queue_response(exchange->connection, exchange->status, exchange->response);
}

/* ---- the end ---- */

static void free_request(struct loop_done *done)
{
  struct server_request *request = (struct server_request *)done;
  if (!request) return;
  free(request->head);
  free(request->body);
  free(request);
}

struct loop_kind server_request_kind = {.name = "request", .free = free_request};
struct loop_kind server_delivery_kind = {.name = "delivery", .free = (void (*)(struct loop_done *))free};

static void timer_closed(uv_handle_t *handle)
{
  free(handle->data);
}

void exchange_end(struct exchange *exchange, bool whole)
{
  if (exchange->delivery) {
    exchange->delivery->whole = whole;
    loop_finish(&exchange->delivery->done);
  }
  free(exchange->uri);
  free_request((struct loop_done *)exchange->request);
  forget_response(exchange);
  if (exchange->timed)
    uv_close((uv_handle_t *)&exchange->timer, timer_closed);
  else
    free(exchange);
}
