#include "pool.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "loop.h"

struct pool {
  struct pool *next;
  CURLM *multi;
  uv_timer_t timer;
  pool_ended ended;
  int busy;
  int most; /* that were ever busy at once: it has so many connections */
  char origin[];
};

/* What is known of a descriptor that libcurl uses. libcurl lets go of a connection's socket after each answer and takes
 * it up again for the next request; it stays in epoll in between, which saves two system calls per request. */
struct watch {
  struct pool *pool;
  uint32_t serial;  /* tells an event of this socket from one of an earlier socket under the same number */
  uint32_t wanted;  /* what libcurl waits for: EPOLLIN | EPOLLOUT; 0 while the connection rests */
  uint32_t watched; /* what epoll was told to report */
  bool known;       /* is in epoll */
  bool stays;       /* opened by us, so we hear of its closing; others (the resolver's) go when libcurl lets go */
};

/* The sockets have an epoll of their own inside the loop's: a handle of libuv for each costs more, and closes later than
 * libcurl closes the socket. A few events are taken at a time, so that their tasks go on before the next are read. */
enum { EVENTS = 32 };

static int epoll = -1;
static uv_poll_t *epoll_ready;
static struct pool *pools;
static struct pool *roomy; /* where a place became free last */
static int limit = POOL_TRANSFERS;
static struct watch *watches; /* by descriptor */
static int watch_room;
static uint32_t last_serial;

static struct watch *watch_at(curl_socket_t fd)
{
  if (fd < watch_room) return &watches[fd];
  int room = fd + 256;
  struct watch *grown = realloc(watches, (size_t)room * sizeof *grown);
  if (!grown) return NULL;
  memset(grown + watch_room, 0, (size_t)(room - watch_room) * sizeof *grown);
  watches = grown;
  watch_room = room;
  return &watches[fd];
}

/* Tells epoll what is wanted of a socket. */
static int watch_update(curl_socket_t fd, struct watch *watch)
{
  if (watch->known && watch->watched == watch->wanted) return 0;
  struct epoll_event event = {.events = watch->wanted, .data.u64 = (uint64_t)watch->serial << 32 | (uint32_t)fd};
  if (epoll_ctl(epoll, watch->known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) != 0) return -1;
  watch->watched = watch->wanted;
  watch->known = true;
  return 0;
}

static void watch_end(curl_socket_t fd, struct watch *watch)
{
  if (watch->known) epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
  *watch = (struct watch){0};
}

/* Hands over what has ended in a pool. */
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

static int curl_events(uint32_t events)
{
  return (events & (EPOLLIN | EPOLLHUP) ? CURL_CSELECT_IN : 0) | (events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
         (events & EPOLLERR ? CURL_CSELECT_ERR : 0);
}

static void socket_ready(const struct epoll_event *event)
{
  curl_socket_t fd = (curl_socket_t)(event->data.u64 & 0xffffffff);
  struct watch *watch = watch_at(fd);
  if (watch->serial != event->data.u64 >> 32) return;
  if (!watch->wanted) { /* a resting connection was closed or spoken to: libcurl finds out when it takes it up */
    epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
    watch->known = false;
    return;
  }
  struct pool *pool = watch->pool;
  int running;
  curl_multi_socket_action(pool->multi, fd, curl_events(event->events), &running);
  collect(pool);
}

static void sockets_ready(uv_poll_t *poll, int status, int readable)
{
  (void)poll, (void)status, (void)readable;
  struct epoll_event events[EVENTS];
  int count = epoll_wait(epoll, events, EVENTS, 0);
  for (int i = 0; i < count; i++) socket_ready(&events[i]);
}

static bool epoll_open(void)
{
  if (epoll >= 0) return true;
  uv_poll_t *ready = loop_uv() ? malloc(sizeof *ready) : NULL;
  if (!ready) return false;
  epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0 || uv_poll_init(loop_uv(), ready, epoll) != 0) {
    free(ready);
    return false;
  }
  epoll_ready = ready;
  return uv_poll_start(ready, UV_READABLE, sockets_ready) == 0;
}

/* libcurl says what it waits for at a socket. */
static int on_interest(CURL *easy, curl_socket_t fd, int what, void *user, void *unused)
{
  (void)easy, (void)unused;
  struct watch *watch = watch_at(fd);
  if (!watch) return -1;
  if (what == CURL_POLL_REMOVE) {
    watch->wanted = 0;
    if (!watch->stays) watch_end(fd, watch);
    return 0;
  }
  if (!watch->serial) watch->serial = ++last_serial;
  watch->pool = user;
  watch->wanted = (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
  return watch_update(fd, watch);
}

static curl_socket_t on_open(void *user, curlsocktype purpose, struct curl_sockaddr *address)
{
  (void)user, (void)purpose;
  curl_socket_t fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  struct watch *watch = fd >= 0 ? watch_at(fd) : NULL;
  if (watch) {
    *watch = (struct watch){.serial = ++last_serial, .stays = true};
    return fd;
  }
  if (fd >= 0) close(fd);
  return CURL_SOCKET_BAD;
}

static int on_close(void *user, curl_socket_t fd)
{
  (void)user;
  watch_end(fd, watch_at(fd));
  return close(fd);
}

static void timer_fired(uv_timer_t *timer)
{
  pool_kick(timer->data);
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
  if (!epoll_open()) return NULL;
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

static bool has_room(const struct pool *pool, int places, const char *origin)
{
  return pool->busy < places && strcmp(pool->origin, origin) == 0;
}

/* The pool of the origin that had an answer last, while it has a connection to spare; or the first that has room; a new
 * one, put last, when all are full. */
static struct pool *with_room(const char *origin)
{
  if (roomy && has_room(roomy, roomy->most, origin)) return roomy;
  struct pool **link = &pools;
  for (; *link; link = &(*link)->next)
    if (has_room(*link, limit, origin)) return *link;
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
  if (++pool->busy > pool->most) pool->most = pool->busy;
  return pool;
}

void pool_kick(struct pool *pool)
{
  int running;
  curl_multi_socket_action(pool->multi, CURL_SOCKET_TIMEOUT, 0, &running);
  collect(pool);
}

void pool_remove(struct pool *pool, CURL *easy)
{
  curl_multi_remove_handle(pool->multi, easy);
  pool->busy--;
  roomy = pool;
}

static void pool_closed(uv_handle_t *handle)
{
  free(handle->data);
}

static void epoll_closed(uv_handle_t *handle)
{
  free(handle);
}

void pool_close_all(void)
{
  if (!pools) return;
  roomy = NULL;
  while (pools) {
    struct pool *pool = pools;
    pools = pool->next;
    curl_multi_cleanup(pool->multi);
    uv_close((uv_handle_t *)&pool->timer, pool_closed);
  }
  uv_close((uv_handle_t *)epoll_ready, epoll_closed);
  close(epoll);
  epoll = -1;
  uv_run(loop_uv(), UV_RUN_NOWAIT); /* lets the closed handles go */
  free(watches);
  watches = NULL;
  watch_room = 0;
}
