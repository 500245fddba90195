/* fixed_server.c: answers every request with the same 1.2 KB chat completion, as fast as one thread can; the other side
 * of the benchmarks.
 *
 *   fixed_server [--latency MS] [--seconds S] [--port N]
 *
 * Prints the port it listens on (a free one of loopback unless told) and ends when its standard input closes or the
 * seconds have passed. With a latency each answer waits so long after its request, thousands at a time. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_MAX = 8192, EVENTS = 256, BACKLOG = 8192 };

struct connection {
  int fd;
  size_t body_left; /* of the request that is being read */
  size_t head_length;
  char *head; /* of a request whose header has not come whole; NULL otherwise */
};

/* An answer that waits for its time; the latency is the same for all, so the oldest is always due first. */
struct waiting {
  int fd;
  uint64_t due;
};

static struct {
  int epoll;
  int listener;
  uint64_t latency; /* nanoseconds */
  uint64_t end;
  struct connection **connections; /* by descriptor */
  struct waiting *queue;           /* a ring */
  size_t first, count, room;
  char reply[2048];
  size_t reply_length;
} server;

static uint64_t now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void die(const char *what)
{
  perror(what);
  exit(EXIT_FAILURE);
}

static void make_reply(void)
{
  static const char text[] =
      "{\\\"reason\\\":\\\"The answer names the breach of privacy and the duty of confidentiality but leaves out what "
      "the "
      "hospital must do next.\\\",\\\"safety_risk\\\":false,\\\"score\\\":4}";
  char filler[600], body[1800];
  memset(filler, 'x', sizeof filler - 1);
  filler[sizeof filler - 1] = '\0';
  int length =
      snprintf(body, sizeof body,
               "{\"id\":\"chatcmpl-fixed\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"fixed\","
               "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":"
               "\"stop\",\"logprobs\":null}],\"usage\":{\"prompt_tokens\":700,\"completion_tokens\":60,"
               "\"total_tokens\":760},\"system_fingerprint\":\"%s\"}",
               text, filler);
  server.reply_length = (size_t)snprintf(
      server.reply, sizeof server.reply,
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", length, body);
}

static void hang_up(int fd)
{
  struct connection *connection = server.connections[fd];
  if (!connection) return;
  server.connections[fd] = NULL;
  free(connection->head);
  free(connection);
  close(fd);
}

static void answer(int fd)
{
  if (!server.connections[fd]) return;
  if (write(fd, server.reply, server.reply_length) != (ssize_t)server.reply_length) hang_up(fd);
}

static void queue_grow(void)
{
  size_t room = server.room ? server.room * 2 : 1024;
  struct waiting *grown = malloc(room * sizeof *grown);
  if (!grown) die("malloc");
  for (size_t i = 0; i < server.count; i++) grown[i] = server.queue[(server.first + i) % server.room];
  free(server.queue);
  server.queue = grown;
  server.room = room;
  server.first = 0;
}

static void answer_later(int fd)
{
  if (server.count == server.room) queue_grow();
  server.queue[(server.first + server.count++) % server.room] = (struct waiting){fd, now() + server.latency};
}

/* Answers what is due; returns the milliseconds until the next is, at most a second. */
static int answer_due(void)
{
  if (server.count == 0) return 1000;
  uint64_t time = now();
  while (server.count > 0) {
    struct waiting next = server.queue[server.first];
    if (next.due > time) return (int)((next.due - time) / 1000000) + 1;
    server.first = (server.first + 1) % server.room;
    server.count--;
    answer(next.fd);
  }
  return 1000;
}

static void request_complete(int fd)
{
  if (server.latency)
    answer_later(fd);
  else
    answer(fd);
}

static size_t content_length(const char *head, size_t length)
{
  static const char name[] = "\r\ncontent-length:";
  for (const char *at = head; at + sizeof name <= head + length; at++) {
    at = memchr(at, '\r', length - (size_t)(at - head));
    if (!at) return 0;
    if (strncasecmp(at, name, sizeof name - 1) == 0) return strtoul(at + sizeof name - 1, NULL, 10);
  }
  return 0;
}

/* Takes one piece of a request out of the bytes; returns how many it took, 0 when the header has not come whole. */
static size_t take(struct connection *connection, const char *bytes, size_t length)
{
  size_t taken;
  if (connection->body_left > 0) {
    taken = length < connection->body_left ? length : connection->body_left;
    connection->body_left -= taken;
  } else {
    const char *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!end) return 0;
    taken = (size_t)(end + 4 - bytes);
    connection->body_left = content_length(bytes, taken);
  }
  if (connection->body_left == 0) request_complete(connection->fd);
  return taken;
}

static void keep_head(struct connection *connection, const char *bytes, size_t length)
{
  if (!connection->head) connection->head = malloc(HEAD_MAX);
  if (!connection->head || length > HEAD_MAX) {
    hang_up(connection->fd);
    return;
  }
  memmove(connection->head, bytes, length);
  connection->head_length = length;
}

static void readable(int fd)
{
  static char buffer[1 << 16];
  struct connection *connection = server.connections[fd];
  size_t before = connection->head ? connection->head_length : 0;
  if (before) memcpy(buffer, connection->head, before);
  ssize_t more = read(fd, buffer + before, sizeof buffer - before);
  if (more <= 0) {
    if (more == 0 || errno != EAGAIN) hang_up(fd);
    return;
  }
  connection->head_length = 0;
  size_t length = before + (size_t)more, at = 0;
  while (at < length) {
    size_t taken = take(connection, buffer + at, length - at);
    if (server.connections[fd] != connection) return;
    if (taken == 0) {
      keep_head(connection, buffer + at, length - at);
      return;
    }
    at += taken;
  }
}

static void watch(int fd)
{
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(server.epoll, EPOLL_CTL_ADD, fd, &event) != 0 && errno != EPERM) die("epoll_ctl");
}

static void accept_all(int most)
{
  int fd, on = 1;
  while ((fd = accept4(server.listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
    struct connection *connection = fd < most ? calloc(1, sizeof *connection) : NULL;
    if (!connection) {
      close(fd);
      continue;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connection->fd = fd;
    server.connections[fd] = connection;
    watch(fd);
  }
}

static bool input_closed(void)
{
  char ignored[256];
  return read(STDIN_FILENO, ignored, sizeof ignored) == 0;
}

static void serve(int most)
{
  struct epoll_event events[EVENTS];
  while (now() < server.end) {
    int count = epoll_wait(server.epoll, events, EVENTS, answer_due());
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd == server.listener)
        accept_all(most);
      else if (fd == STDIN_FILENO && input_closed())
        return;
      else if (fd != STDIN_FILENO && server.connections[fd])
        readable(fd);
    }
  }
}

static void listen_on(int port)
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  server.listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (server.listener < 0) die("socket");
  if (bind(server.listener, (struct sockaddr *)&address, length) != 0) die("bind");
  if (listen(server.listener, BACKLOG) != 0) die("listen");
  getsockname(server.listener, (struct sockaddr *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
}

/* As many descriptors as the system allows; returns how many. */
static int raise_limit(void)
{
  struct rlimit files = {0};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  return files.rlim_cur < 65536 ? (int)files.rlim_cur : 65536;
}

int main(int argc, char **argv)
{
  int port = 0;
  server.end = now() + 600 * 1000000000ull;
  for (int i = 1; i + 1 < argc; i += 2) {
    long value = strtol(argv[i + 1], NULL, 10);
    if (strcmp(argv[i], "--latency") == 0) server.latency = (uint64_t)value * 1000000u;
    if (strcmp(argv[i], "--seconds") == 0) server.end = now() + (uint64_t)value * 1000000000u;
    if (strcmp(argv[i], "--port") == 0) port = (int)value;
  }
  int most = raise_limit();
  server.connections = calloc((size_t)most, sizeof *server.connections);
  server.epoll = epoll_create1(EPOLL_CLOEXEC);
  if (!server.connections || server.epoll < 0) die("start");
  make_reply();
  listen_on(port);
  watch(server.listener);
  watch(STDIN_FILENO);
  serve(most);
  return EXIT_SUCCESS;
}
