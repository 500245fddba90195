/* bare_client.c: what libcurl alone reaches, as the measure of ours: pools of 64 transfers on one epoll, a POST
 * each, every answer read and thrown away.
 *
 *   bare_client URL REQUESTS IN_FLIGHT BODY_BYTES
 *
 * Prints: requests=N failed=N seconds=S rate=R cpu=S rss_mb=M */
#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>

enum { PER_POOL = 64, EVENTS = 256 };

struct pool {
  CURLM *multi;
  uint64_t due; /* when libcurl wants to be called, in milliseconds; 0: not at all */
};

static struct pool *pools;
static int pool_count;
static struct pool **pool_of; /* by descriptor */
static int epoll;
static long started, finished, failed, wanted;
static char *body;
static long body_size;

static uint64_t milliseconds(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000u + (uint64_t)time.tv_nsec / 1000000u;
}

static double seconds(clockid_t clock)
{
  struct timespec time;
  clock_gettime(clock, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static size_t throw_away(char *data, size_t size, size_t count, void *user)
{
  (void)data, (void)user;
  return size * count;
}

static int on_interest(CURL *easy, curl_socket_t fd, int what, void *user, void *known)
{
  (void)easy;
  struct pool *pool = user;
  struct epoll_event event = {.data.fd = fd};
  if (what == CURL_POLL_REMOVE) {
    epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
    curl_multi_assign(pool->multi, fd, NULL);
    return 0;
  }
  event.events = (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
  epoll_ctl(epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
  pool_of[fd] = pool;
  curl_multi_assign(pool->multi, fd, pool);
  return 0;
}

static int on_timer(CURLM *multi, long timeout, void *user)
{
  (void)multi;
  struct pool *pool = user;
  pool->due = timeout < 0 ? 0 : milliseconds() + (uint64_t)timeout;
  return 0;
}

static void start(struct pool *pool, CURL *easy)
{
  if (started == wanted) return;
  started++;
  curl_multi_add_handle(pool->multi, easy);
}

static void collect(struct pool *pool)
{
  CURLMsg *message;
  int left;
  while ((message = curl_multi_info_read(pool->multi, &left))) {
    CURL *easy = message->easy_handle;
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (message->data.result != CURLE_OK || status != 200) failed++;
    curl_multi_remove_handle(pool->multi, easy);
    finished++;
    start(pool, easy);
  }
}

static void act(struct pool *pool, curl_socket_t fd, int events)
{
  int running;
  curl_multi_socket_action(pool->multi, fd, events, &running);
  collect(pool);
}

/* Calls the pools that are due; returns the milliseconds until the next is. */
static int act_on_time(void)
{
  uint64_t now = milliseconds(), next = now + 1000;
  for (int i = 0; i < pool_count; i++) {
    if (pools[i].due && pools[i].due <= now) {
      pools[i].due = 0;
      act(&pools[i], CURL_SOCKET_TIMEOUT, 0);
    }
    if (pools[i].due && pools[i].due < next) next = pools[i].due;
  }
  return next <= now ? 0 : (int)(next - now);
}

static void run(void)
{
  struct epoll_event events[EVENTS];
  while (finished < wanted) {
    int timeout = act_on_time();
    int count = epoll_wait(epoll, events, EVENTS, timeout);
    for (int i = 0; i < count; i++) {
      int flags = (events[i].events & EPOLLIN ? CURL_CSELECT_IN : 0) |
                  (events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0) |
                  (events[i].events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0);
      act(pool_of[events[i].data.fd], events[i].data.fd, flags);
    }
  }
}

static CURL *new_easy(const char *url)
{
  CURL *easy = curl_easy_init();
  struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
  headers = curl_slist_append(headers, "Authorization: Bearer none");
  headers = curl_slist_append(headers, "Expect:");
  curl_easy_setopt(easy, CURLOPT_URL, url);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, body_size);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, throw_away);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 600000L);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 4096L);
  return easy;
}

static void open_pools(const char *url, int in_flight)
{
  pool_count = (in_flight + PER_POOL - 1) / PER_POOL;
  pools = calloc((size_t)pool_count, sizeof *pools);
  for (int i = 0; i < pool_count; i++) {
    struct pool *pool = &pools[i];
    pool->multi = curl_multi_init();
    curl_multi_setopt(pool->multi, CURLMOPT_SOCKETFUNCTION, on_interest);
    curl_multi_setopt(pool->multi, CURLMOPT_SOCKETDATA, pool);
    curl_multi_setopt(pool->multi, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(pool->multi, CURLMOPT_TIMERDATA, pool);
    curl_multi_setopt(pool->multi, CURLMOPT_MAXCONNECTS, (long)PER_POOL);
    for (int j = 0; j < PER_POOL && i * PER_POOL + j < in_flight; j++) start(pool, new_easy(url));
  }
}

static void report(double wall)
{
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  printf("requests=%ld failed=%ld seconds=%.3f rate=%.0f cpu=%.3f rss_mb=%.1f\n", finished, failed, wall,
         (double)finished / wall, seconds(CLOCK_PROCESS_CPUTIME_ID), (double)usage.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
  if (argc != 5) {
    fprintf(stderr, "usage: bare_client URL REQUESTS IN_FLIGHT BODY_BYTES\n");
    return EXIT_FAILURE;
  }
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  wanted = strtol(argv[2], NULL, 10);
  body_size = strtol(argv[4], NULL, 10);
  body = malloc((size_t)body_size);
  if (!body) return EXIT_FAILURE;
  memset(body, 'q', (size_t)body_size);
  pool_of = calloc(files.rlim_cur < 65536 ? files.rlim_cur : 65536, sizeof *pool_of);
  epoll = epoll_create1(EPOLL_CLOEXEC);
  curl_global_init(CURL_GLOBAL_DEFAULT);
  double begin = seconds(CLOCK_MONOTONIC);
  open_pools(argv[1], (int)strtol(argv[3], NULL, 10));
  run();
  report(seconds(CLOCK_MONOTONIC) - begin);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
