#include "pool.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loop.h"

struct pool {
  struct pool *next;
  CURLM *multi;
  uv_timer_t timer;
  pool_ended ended;
  int busy;
  char origin[];
};

/* A descriptor that the loop watches for libcurl. libcurl lets go of a connection's socket after each answer and takes
 * it up again for the next request; the watch stays in epoll in between, which saves two system calls and a handle per
 * request. */
struct watch {
  uv_poll_t poll;
  struct pool *pool;
  curl_socket_t fd;
  int wanted;  /* what libcurl waits for: UV_READABLE | UV_WRITABLE, 0 while the connection rests */
  int watched; /* what epoll is told to report */
  bool stays;  /* opened by us, so we hear of its closing; others (the resolver's) go when libcurl lets go */
};

static struct pool *pools;
static int limit = POOL_TRANSFERS;
static struct watch **watches; /* by descriptor */
static int watch_room;

static struct watch *watch_at(curl_socket_t fd)
{
  return fd >= 0 && fd < watch_room ? watches[fd] : NULL;
}

static bool make_room(curl_socket_t fd)
{
  if (fd < watch_room) return true;
  int room = fd + 256;
  struct watch **grown = realloc(watches, (size_t)room * sizeof *grown);
  if (!grown) return false;
  memset(grown + watch_room, 0, (size_t)(room - watch_room) * sizeof *grown);
  watches = grown;
  watch_room = room;
  return true;
}

static void watch_closed(uv_handle_t *handle)
{
  free(handle->data);
}

static void watch_end(curl_socket_t fd)
{
  struct watch *watch = watch_at(fd);
  if (!watch) return;
  watches[fd] = NULL;
  uv_close((uv_handle_t *)&watch->poll, watch_closed);
}

static struct watch *watch_start(curl_socket_t fd, bool stays)
{
  struct watch *watch = make_room(fd) ? calloc(1, sizeof *watch) : NULL;
  if (!watch) return NULL;
  if (uv_poll_init(loop_uv(), &watch->poll, fd) != 0) {
    free(watch);
    return NULL;
  }
  watch->poll.data = watch;
  watch->fd = fd;
  watch->stays = stays;
  watches[fd] = watch;
  return watch;
}

/* Hands over what has ended in a pool. The pool's count goes first: whoever is told may start the next transfer. */
static void collect(struct pool *pool)
{
  CURLMsg *message;
  int left;
  while ((message = curl_multi_info_read(pool->multi, &left))) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL *easy = message->easy_handle;
    CURLcode result = message->data.result; /* the message is gone once its handle is removed */
    pool_remove(pool, easy);
    pool->ended(easy, result);
  }
}

static void socket_ready(uv_poll_t *poll, int status, int events);

static void watch_update(struct watch *watch)
{
  if (watch->watched == watch->wanted) return;
  watch->watched = watch->wanted;
  if (watch->wanted)
    uv_poll_start(&watch->poll, watch->wanted, socket_ready);
  else
    uv_poll_stop(&watch->poll);
}

static int curl_events(int status, int events)
{
  if (status < 0) return CURL_CSELECT_ERR;
  return (events & UV_READABLE ? CURL_CSELECT_IN : 0) | (events & UV_WRITABLE ? CURL_CSELECT_OUT : 0);
}

static void socket_ready(uv_poll_t *poll, int status, int events)
{
  struct watch *watch = poll->data;
  if (status < 0) watch->watched = 0; /* libuv stops at an error */
  if (!watch->wanted) { /* a resting connection was closed or spoken to: libcurl finds out when it takes it up */
    watch_update(watch);
    return;
  }
  struct pool *pool = watch->pool;
  curl_socket_t fd = watch->fd;
  int running;
  curl_multi_socket_action(pool->multi, fd, curl_events(status, events), &running);
  watch = watch_at(fd); /* libcurl may have closed it, or opened another under the same number */
  if (watch && watch->wanted) watch_update(watch);
  collect(pool);
}

/* libcurl says what it waits for at a socket. */
static int on_interest(CURL *easy, curl_socket_t fd, int what, void *user, void *unused)
{
  (void)easy, (void)unused;
  struct watch *watch = watch_at(fd);
  if (what == CURL_POLL_REMOVE) {
    if (watch && watch->stays)
      watch->wanted = 0;
    else
      watch_end(fd);
    return 0;
  }
  if (!watch) watch = watch_start(fd, false);
  if (!watch) return -1;
  watch->pool = user;
  watch->wanted = (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0);
  watch_update(watch);
  return 0;
}

static curl_socket_t on_open(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
  (void)user, (void)purpose;
  curl_socket_t fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (fd < 0) return CURL_SOCKET_BAD;
  watch_end(fd); /* a number that closed behind our back must not be taken for the new socket */
  if (watch_start(fd, true)) return fd;
  close(fd);
  errno = ENOMEM;
  return CURL_SOCKET_BAD;
}

static int on_close(void *user, curl_socket_t fd)
{
  (void)user;
  watch_end(fd);
  return close(fd);
}

static void timer_fired(uv_timer_t *timer)
{
  struct pool *pool = timer->data;
  int running;
  curl_multi_socket_action(pool->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  collect(pool);
}

static int on_timer(CURLM *multi, long milliseconds, void *user)
{
  (void)multi;
  struct pool *pool = user;
  if (milliseconds < 0) return uv_timer_stop(&pool->timer);
  return uv_timer_start(&pool->timer, timer_fired, (uint64_t)milliseconds, 0);
}

/* MAXCONNECTS below the pool's own limit would close connections that the next request needs. */
static void multi_settings(struct pool *pool)
{
  curl_multi_setopt(pool->multi, CURLMOPT_SOCKETFUNCTION, on_interest);
  curl_multi_setopt(pool->multi, CURLMOPT_SOCKETDATA, pool);
  curl_multi_setopt(pool->multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(pool->multi, CURLMOPT_TIMERDATA, pool);
  curl_multi_setopt(pool->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
  curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS, (long)limit);
}

static struct pool *pool_open(const char *origin)
{
  if (!loop_uv()) return NULL;
  struct pool *pool = calloc(1, sizeof *pool + strlen(origin) + 1);
  if (!pool) return NULL;
  strcpy(pool->origin, origin);
  pool->multi = curl_multi_init();
  if (!pool->multi) {
    free(pool);
    return NULL;
  }
  uv_timer_init(loop_uv(), &pool->timer);
  pool->timer.data = pool;
  multi_settings(pool);
  return pool;
}

/* The first pool of the origin that has room; a new one, put last, when all are full. */
static struct pool *with_room(const char *origin)
{
  struct pool **link = &pools;
  for (; *link; link = &(*link)->next)
    if ((*link)->busy < limit && strcmp((*link)->origin, origin) == 0) return *link;
  return *link = pool_open(origin);
}

void pool_limit(int transfers)
{
  limit = transfers;
  for (struct pool *pool = pools; pool; pool = pool->next)
    curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS, (long)limit);
}

void pool_adopt(CURL *easy)
{
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
  curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close);
}

struct pool *pool_add(const char *origin, CURL *easy, pool_ended ended)
{
  struct pool *pool = with_room(origin);
  if (!pool) return NULL;
  pool->ended = ended;
  if (curl_multi_add_handle(pool->multi, easy) != CURLM_OK) return NULL;
  pool->busy++;
  return pool;
}

void pool_remove(struct pool *pool, CURL *easy)
{
  curl_multi_remove_handle(pool->multi, easy);
  pool->busy--;
}

static void pool_closed(uv_handle_t *handle)
{
  free(handle->data);
}

void pool_close_all(void)
{
  if (!pools) return;
  while (pools) {
    struct pool *pool = pools;
    pools = pool->next;
    curl_multi_cleanup(pool->multi);
    uv_close((uv_handle_t *)&pool->timer, pool_closed);
  }
  uv_run(loop_uv(), UV_RUN_NOWAIT); /* lets the closed handles go */
  free(watches);
  watches = NULL;
  watch_room = 0;
}
