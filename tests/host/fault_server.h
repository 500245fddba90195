/* fault_server.h: a scripted HTTP server on loopback for the tests: each connection is handed to a function that may do
 * whatever a bad network does. It counts the requests it has read whole: the ledger. */
#ifndef VIVA_FAULT_SERVER_H
#define VIVA_FAULT_SERVER_H

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct fault_server {
  int listener;
  int port;
  pthread_t thread;
  void (*serve)(struct fault_server *server, int fd); /* one connection, to its end */
  atomic_int requests;
  atomic_int connections;
  char seen[8192]; /* the last request's header */
  char url[64];
};

/* Reads one request whole; false when the connection has ended. */
static inline bool read_request(struct fault_server *server, int fd)
{
  char buffer[8192];
  size_t length = 0;
  while (length < sizeof buffer - 1) {
    ssize_t more = recv(fd, buffer + length, sizeof buffer - 1 - length, 0);
    if (more <= 0) return false;
    length += (size_t)more;
    buffer[length] = '\0';
    char *end = strstr(buffer, "\r\n\r\n");
    if (!end) continue;
    char *field = strcasestr(buffer, "\r\ncontent-length:");
    size_t body = field && field < end ? strtoul(field + 17, NULL, 10) : 0;
    if (length < (size_t)(end + 4 - buffer) + body) continue;
    memcpy(server->seen, buffer, length + 1);
    atomic_fetch_add(&server->requests, 1);
    return true;
  }
  return false;
}

static inline void say(int fd, const char *text)
{
  size_t left = strlen(text);
  while (left > 0) {
    ssize_t sent = send(fd, text, left, MSG_NOSIGNAL);
    if (sent <= 0) return;
    text += sent;
    left -= (size_t)sent;
  }
}

/* Closes with RST instead of FIN. */
static inline void reset(int fd)
{
  struct linger now = {.l_onoff = 1, .l_linger = 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

struct fault_connection {
  struct fault_server *server;
  int fd;
};

static inline void *fault_connection_run(void *argument)
{
  struct fault_connection *connection = argument;
  connection->server->serve(connection->server, connection->fd);
  close(connection->fd);
  free(connection);
  return NULL;
}

static inline void *fault_server_run(void *argument)
{
  struct fault_server *server = argument;
  int fd;
  while ((fd = accept(server->listener, NULL, NULL)) >= 0) {
    struct fault_connection *connection = malloc(sizeof *connection);
    *connection = (struct fault_connection){server, fd};
    atomic_fetch_add(&server->connections, 1);
    pthread_t thread;
    pthread_create(&thread, NULL, fault_connection_run, connection);
    pthread_detach(thread);
  }
  return NULL;
}

static inline void fault_server_start(struct fault_server *server, void (*serve)(struct fault_server *, int))
{
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  memset(server, 0, sizeof *server);
  server->serve = serve;
  server->listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(server->listener, (struct sockaddr *)&address, length) != 0 || listen(server->listener, 512) != 0) abort();
  getsockname(server->listener, (struct sockaddr *)&address, &length);
  server->port = ntohs(address.sin_port);
  snprintf(server->url, sizeof server->url, "http://127.0.0.1:%d/v1?key=SECRET", server->port);
  pthread_create(&server->thread, NULL, fault_server_run, server);
}

static inline void fault_server_stop(struct fault_server *server)
{
  shutdown(server->listener, SHUT_RDWR);
  pthread_join(server->thread, NULL);
  close(server->listener);
}

#endif
