/* server.c: the daemon of server.h: sockets, the table of exchanges, and the drive by the loop. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "exchange.h"

/* A request's id is its place in this table and how often the place has been used. */
struct slot {
  struct exchange *exchange;
  uint64_t uses;
  size_t next_free;
};

struct server {
  struct MHD_Daemon *daemon;
  uv_poll_t readable; /* the daemon's epoll descriptor */
  uv_timer_t again;   /* what the daemon wants to do later */
  unsigned open_handles;
  bool closing;
  bool waking; /* again is due at once */
  uint16_t port;
  size_t max_body;
  char **hosts;
  struct slot *slots;
  size_t slot_count;
  size_t first_free;
  struct server_request *first; /* arrived, not yet asked for */
  struct server_request *last;
  uint64_t standing; /* who waits for the next request; 0: nobody */
};

#define SLOT_BITS 24

/* ---- the table ---- */

static int slots_grow(struct server *server)
{
  size_t count = server->slot_count ? server->slot_count * 2 : 64;
  struct slot *grown = realloc(server->slots, count * sizeof *grown);
  if (!grown) return -ENOMEM;
  for (size_t i = server->slot_count; i < count; i++) grown[i] = (struct slot){.next_free = i + 1};
  server->slots = grown;
  server->first_free = server->slot_count;
  server->slot_count = count;
  return 0;
}

static int slot_take(struct server *server, struct exchange *exchange)
{
  if (server->first_free == server->slot_count && slots_grow(server) != 0) return -ENOMEM;
  size_t index = server->first_free;
  struct slot *slot = &server->slots[index];
  server->first_free = slot->next_free;
  slot->exchange = exchange;
  slot->uses++;
  exchange->id = slot->uses << SLOT_BITS | index;
  exchange->server = server;
  return 0;
}

static void slot_give(struct server *server, const struct exchange *exchange)
{
  size_t index = exchange->id & ((1u << SLOT_BITS) - 1);
  server->slots[index].exchange = NULL;
  server->slots[index].next_free = server->first_free;
  server->first_free = index;
}

static struct exchange *slot_find(const struct server *server, uint64_t id)
{
  size_t index = id & ((1u << SLOT_BITS) - 1);
  if (index >= server->slot_count) return NULL;
  struct exchange *exchange = server->slots[index].exchange;
  return exchange && exchange->id == id ? exchange : NULL;
}

/* ---- requests coming in ---- */

static bool names_host(const char *header, const char *name)
{
  size_t length = strlen(name);
  if (strncasecmp(header, name, length) != 0) return false;
  return header[length] == '\0' || header[length] == ':';
}

/* A page of another site that has our address under its own name (DNS rebinding) still sends that name. */
static bool host_allowed(const struct server *server, const struct exchange *exchange)
{
  if (!server->hosts) return true;
  const char *header = exchange_header(exchange, "host");
  for (char **host = server->hosts; header && *host; host++)
    if (names_host(header, *host)) return true;
  return false;
}

static void *request_begins(void *cls, const char *uri, struct MHD_Connection *connection)
{
  (void)connection;
  struct server *server = cls;
  struct exchange *exchange = exchange_new(uri);
  if (exchange && slot_take(server, exchange) == 0) return exchange;
  if (exchange) exchange_end(exchange, false);
  return NULL;
}

static int begin(struct server *server, struct exchange *exchange, struct MHD_Connection *connection,
                 const char *method)
{
  int failed = exchange_head(exchange, connection, method);
  if (failed || exchange->stage != EXCHANGE_RECEIVING) return failed;
  const char *header = exchange_header(exchange, "content-length");
  unsigned long long length = header ? strtoull(header, NULL, 10) : 0;
  if (!host_allowed(server, exchange))
    exchange_refuse(exchange, MHD_HTTP_MISDIRECTED_REQUEST);
  else if (length > server->max_body)
    exchange_refuse(exchange, MHD_HTTP_CONTENT_TOO_LARGE);
  else /* room is made for a body that seems honest; a larger one must come first */
    failed = exchange_expect(exchange, length < 65536 ? (size_t)length : 65536);
  return failed;
}

static void hand_over(struct server *server, struct server_request *request)
{
  if (server->standing) {
    request->done.id = server->standing;
    server->standing = 0;
    loop_finish(&request->done);
    return;
  }
  if (server->last)
    server->last->done.next = &request->done;
  else
    server->first = request;
  server->last = request;
}

static enum MHD_Result whole(struct server *server, struct exchange *exchange)
{
  struct server_request *request = exchange->request;
  exchange->request = NULL;
  request->id = exchange->id;
  exchange->stage = EXCHANGE_WAITING;
  exchange_suspend(exchange);
  hand_over(server, request);
  return MHD_YES;
}

static enum MHD_Result refuse(struct exchange *exchange)
{
  struct MHD_Response *response = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
  if (!response) return MHD_NO;
  MHD_add_response_header(response, "connection", "close");
  enum MHD_Result result = MHD_queue_response(exchange->connection, exchange->status, response);
  MHD_destroy_response(response);
  return result;
}

static enum MHD_Result proceed(struct server *server, struct exchange *exchange)
{
  switch (exchange->stage) {
    case EXCHANGE_RECEIVING:
      return whole(server, exchange);
    case EXCHANGE_ANSWERED:
      return exchange_queue(exchange);
    default:
      return MHD_NO;
  }
}

/* libmicrohttpd calls this when the head is there, for each part of the body, when all is there, and after each resume.
 */
static enum MHD_Result handle(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **state)
{
  (void)url;
  (void)version;
  struct server *server = cls;
  struct exchange *exchange = *state;
  if (!exchange || server->closing) return MHD_NO;
  if (!exchange->connection) {
    if (begin(server, exchange, connection, method) != 0) return MHD_NO;
    return exchange->stage == EXCHANGE_REFUSED ? refuse(exchange) : MHD_YES;
  }
  if (*upload_size > 0) {
    int failed = exchange_body(exchange, upload, *upload_size, server->max_body);
    *upload_size = 0;
    return failed == 0 ? MHD_YES : MHD_NO;
  }
  return proceed(server, exchange);
}

static void request_ended(void *cls, struct MHD_Connection *connection, void **state,
                          enum MHD_RequestTerminationCode why)
{
  (void)connection;
  struct exchange *exchange = *state;
  if (!exchange) return;
  *state = NULL;
  slot_give(cls, exchange);
  exchange_end(exchange, why == MHD_REQUEST_TERMINATED_COMPLETED_OK);
}

/* Paths are decoded by exchange_head, which refuses what libmicrohttpd would let through. */
static size_t leave_escaped(void *cls, struct MHD_Connection *connection, char *text)
{
  (void)cls;
  (void)connection;
  return strlen(text);
}

/* ---- driven by the loop ---- */

static void drive(struct server *server);

static void on_again(uv_timer_t *timer)
{
  drive(timer->data);
}

/* Runs the daemon; what it has left (connections still ready, the end of idle ones) comes in a later turn of the loop.
 */
static void drive(struct server *server)
{
  MHD_UNSIGNED_LONG_LONG milliseconds;
  server->waking = false;
  MHD_run(server->daemon);
  if (MHD_get_timeout(server->daemon, &milliseconds) == MHD_YES)
    uv_timer_start(&server->again, on_again, milliseconds, 0);
  else
    uv_timer_stop(&server->again);
}

/* One turn of the daemon serves all connections resumed since the last. */
void server_wake(struct server *server)
{
  if (server->waking || server->closing) return;
  server->waking = true;
  uv_timer_start(&server->again, on_again, 0, 0);
}

static void on_readable(uv_poll_t *poll, int status, int events)
{
  (void)status;
  (void)events;
  drive(poll->data);
}

/* ---- opening ---- */

/* The soft limit is 1,024 on most systems, and connections are descriptors. */
static void raise_descriptor_limit(void)
{
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) return;
}

union address {
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
};

static socklen_t read_address(union address *address, const struct server_options *options)
{
  memset(address, 0, sizeof *address);
  if (inet_pton(AF_INET, options->address, &address->four.sin_addr) == 1) {
    address->four.sin_family = AF_INET;
    address->four.sin_port = htons(options->port);
    return sizeof address->four;
  }
  if (inet_pton(AF_INET6, options->address, &address->six.sin6_addr) != 1) return 0;
  address->six.sin6_family = AF_INET6;
  address->six.sin6_port = htons(options->port);
  return sizeof address->six;
}

static int bind_and_listen(int fd, union address *address, socklen_t size, uint16_t *port)
{
  int yes = 1;
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0) return -errno;
  if (bind(fd, &address->any, size) != 0 || listen(fd, 4096) != 0) return -errno;
  if (getsockname(fd, &address->any, &size) != 0) return -errno;
  *port = ntohs(address->any.sa_family == AF_INET ? address->four.sin_port : address->six.sin6_port);
  return 0;
}

/* A listening socket, or a negative errno. */
static int listen_at(const struct server_options *options, uint16_t *port)
{
  union address address;
  socklen_t size = read_address(&address, options);
  if (!size) return -EINVAL;
  int fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  int failed = bind_and_listen(fd, &address, size, port);
  if (!failed) return fd;
  close(fd);
  return failed;
}

static int start_daemon(struct server *server, const struct server_options *options)
{
  int fd = listen_at(options, &server->port);
  if (fd < 0) return fd;
  server->daemon = MHD_start_daemon(
      MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handle, server, MHD_OPTION_LISTEN_SOCKET, fd,
      MHD_OPTION_URI_LOG_CALLBACK, request_begins, server, MHD_OPTION_NOTIFY_COMPLETED, request_ended, server,
      MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, server, MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->max_head,
      MHD_OPTION_CONNECTION_LIMIT, options->max_connections, MHD_OPTION_CONNECTION_TIMEOUT, options->idle_seconds,
      MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
  if (server->daemon) return 0;
  close(fd);
  return -ENOMEM;
}

static int watch_daemon(struct server *server)
{
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
  if (!info) return -EINVAL;
  int failed = uv_timer_init(loop_uv(), &server->again);
  if (failed) return failed;
  server->again.data = server;
  server->open_handles++;
  failed = uv_poll_init(loop_uv(), &server->readable, info->epoll_fd);
  if (failed) return failed;
  server->readable.data = server;
  server->open_handles++;
  return uv_poll_start(&server->readable, UV_READABLE, on_readable);
}

static int copy_hosts(struct server *server, const char *const *hosts)
{
  if (!hosts) return 0;
  size_t count = 0;
  while (hosts[count]) count++;
  server->hosts = calloc(count + 1, sizeof *server->hosts);
  if (!server->hosts) return -ENOMEM;
  for (size_t i = 0; i < count; i++)
    if (!(server->hosts[i] = strdup(hosts[i]))) return -ENOMEM;
  return 0;
}

int server_open(struct server **opened, const struct server_options *options)
{
  if (!loop_uv()) return -ENOMEM;
  struct server *server = calloc(1, sizeof *server);
  if (!server) return -ENOMEM;
  raise_descriptor_limit();
  server->max_body = options->max_body;
  int failed = copy_hosts(server, options->hosts);
  if (!failed) failed = start_daemon(server, options);
  if (!failed) failed = watch_daemon(server);
  if (failed)
    server_close(server);
  else
    *opened = server;
  return failed;
}

uint16_t server_port(const struct server *server)
{
  return server->port;
}

unsigned server_connections(const struct server *server)
{
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
  return info ? info->num_connections : 0;
}

/* ---- requests and replies ---- */

int server_next(struct server *server, uint64_t id)
{
  if (server->standing) return -EBUSY;
  server->standing = id;
  struct server_request *request = server->first;
  if (!request) return 0;
  server->first = (struct server_request *)request->done.next;
  if (!server->first) server->last = NULL;
  request->done.next = NULL;
  hand_over(server, request);
  return 0;
}

int server_reply(struct server *server, uint64_t request, const struct server_reply *reply, uint64_t delivery_id)
{
  struct exchange *exchange = slot_find(server, request);
  if (!exchange || exchange->stage != EXCHANGE_WAITING) return -ENOENT;
  struct server_delivery *delivery = NULL;
  if (delivery_id) {
    delivery = calloc(1, sizeof *delivery);
    if (!delivery) return -ENOMEM;
    delivery->done = (struct loop_done){.id = delivery_id, .kind = &server_delivery_kind};
  }
  int failed = exchange_answer(exchange, reply);
  if (failed)
    free(delivery);
  else
    exchange->delivery = delivery;
  return failed;
}

/* ---- closing ---- */

static void end_standing(struct server *server)
{
  if (!server->standing) return;
  struct server_request *request = calloc(1, sizeof *request);
  if (!request) abort(); /* a task would wait for ever */
  request->done.kind = &server_request_kind;
  request->closed = true;
  hand_over(server, request);
}

static void drop_arrived(struct server *server)
{
  while (server->first) {
    struct server_request *request = server->first;
    server->first = (struct server_request *)request->done.next;
    server_request_kind.free(&request->done);
  }
}

static void free_server(struct server *server)
{
  for (char **host = server->hosts; host && *host; host++) free(*host);
  free(server->hosts);
  free(server->slots);
  free(server);
}

static void handle_closed(uv_handle_t *handle)
{
  struct server *server = handle->data;
  if (--server->open_handles == 0) free_server(server);
}

/* libmicrohttpd stops only when no connection is suspended. */
static void stop_daemon(struct server *server)
{
  if (!server->daemon) return;
  for (size_t i = 0; i < server->slot_count; i++)
    if (server->slots[i].exchange) exchange_resume(server->slots[i].exchange);
  MHD_stop_daemon(server->daemon);
  server->daemon = NULL;
}

void server_close(struct server *server)
{
  server->closing = true;
  end_standing(server);
  drop_arrived(server);
  if (server->open_handles == 2) uv_poll_stop(&server->readable);
  stop_daemon(server);
  if (server->open_handles == 0) {
    free_server(server);
    return;
  }
  if (server->open_handles == 2) uv_close((uv_handle_t *)&server->readable, handle_closed);
  uv_close((uv_handle_t *)&server->again, handle_closed);
}
