/* The box's process: reads orders, runs files, writes answers. It starts with nothing but one socket; the first order
 * names the folder of its library, and once that is read it locks itself in. */
#include "boxchild.h"

#include <errno.h>
#include <lauxlib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "boxlib.h"
#include "boxlock.h"
#include "boxplain.h"
#include "boxscripts.h"
#include "boxstate.h"
#include "boxwire.h"

enum {
  SOCKET = 0,
  TICK_NS = 20000000,
  LAST_NS = 50000000,
  STRIKES = 3,
  FLUSH_AT = 64 << 10,
  READ_AT_LEAST = 128 << 10
};

struct file {
  char *path; /* as people know it */
  char *load;
  size_t length;
  uint64_t seed;
  struct boxstate *state; /* NULL until loaded, and again once it has been stopped */
  unsigned stops;
};

static struct file **files;
static uint32_t file_count;
static struct plain_out out;
static size_t answered; /* bytes of out that are whole answers */
static const struct box_order *doing;
static struct file *doing_in;
static timer_t ticker;
static volatile sig_atomic_t ticking;
static volatile sig_atomic_t ticked; /* since the last answers went out */

/* Writing. A parent that has gone is the end. */

static void write_all(const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t n = write(SOCKET, bytes, length);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) _exit(EXIT_SUCCESS);
    bytes += n;
    length -= (size_t)n;
  }
}

static void flush(void)
{
  write_all(out.bytes, out.length);
  out.length = answered = 0;
  ticked = 0;
}

static void put(const void *bytes, size_t length)
{
  if (!plain_reserve(&out, length)) _exit(EXIT_FAILURE);
  if (length) memcpy(out.bytes + out.length, bytes, length);
  out.length += length;
}

static void begin_answer(void)
{
  struct box_answer header = {0};
  put(&header, sizeof header);
}

static void end_answer(uint32_t status, size_t log)
{
  uint32_t length = (uint32_t)(out.length - answered - sizeof(struct box_answer));
  struct box_answer header = {length, doing->serial, status, (uint32_t)log};
  memcpy(out.bytes + answered, &header, sizeof header);
  answered = out.length;
}

/* What was put since begin_answer gives way to a failure; the log stays. */
static void answer_failed(size_t log, const char *code, const char *text)
{
  out.length = answered + sizeof(struct box_answer) + log;
  put(code, strlen(code) + 1);
  put(text, strlen(text));
  end_answer(BOX_FAILED, log);
}

/* The timer. It ticks only while there is work; a file that is late is interrupted, and when even that does not help,
 * since it is inside one long C function, the process says so and ends: the parent starts another. */

static void tick_every(long nanoseconds)
{
  struct itimerspec every = {{0, nanoseconds}, {0, nanoseconds}};
  timer_settime(ticker, 0, &every, NULL);
  ticking = nanoseconds != 0;
}

static void last_words(const struct boxstate *s)
{
  char text[512];
  int line = boxstate_line(s->running);
  int length = line ? snprintf(text, sizeof text, "%s:%d: stopped: it ran past its time limit", doing_in->path, line)
                    : snprintf(text, sizeof text, "%s: stopped: it ran past its time limit", doing_in->path);
  if (length >= (int)sizeof text) length = sizeof text - 1;
  struct box_answer header = {(uint32_t)length, doing->serial, BOX_STOPPED, 0};
  write_all(out.bytes, answered);
  write_all((const char *)&header, sizeof header);
  write_all(text, (size_t)length);
  _exit(BOX_SPENT);
}

static void tick(int signum)
{
  int saved = errno;
  struct boxstate *s = boxstate_current();
  (void)signum;
  ticked = 1;
  if (!s) {
    tick_every(0);
  } else if (boxstate_late(s, 0)) {
    boxstate_interrupt(s);
    if (boxstate_late(s, LAST_NS)) last_words(s);
  }
  errno = saved;
}

static int make_ticker(void)
{
  struct sigaction action = {.sa_handler = tick, .sa_flags = SA_RESTART};
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
  return sigaction(SIGALRM, &action, NULL) == 0 && timer_create(CLOCK_MONOTONIC, &event, &ticker) == 0;
}

/* Running. */

/* A word of advice to math.random: eight bytes at a time, mixed. */
static uint64_t mix(uint64_t seed, const char *bytes, size_t length)
{
  for (; length >= 8; bytes += 8, length -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    seed = (seed ^ word) * 0x9e3779b97f4a7c15u;
    seed ^= seed >> 29;
  }
  for (; length > 0; bytes++, length--) seed = (seed ^ (unsigned char)*bytes) * 0x100000001b3u;
  return seed;
}

struct job {
  struct boxstate *state;
  const char *entry;
  const char *arguments;
  size_t length;
  size_t log;
  int answered;
};

static void put_log(struct job *job)
{
  boxstate_leave(job->state);
  job->log = job->state->printed_length;
  put(job->state->printed, job->log);
}

/* Calls the library; what it returns becomes the answer. */
static int run_job(lua_State *L)
{
  struct job *job = lua_touserdata(L, 1);
  lua_settop(L, 0);
  lua_getfield(L, LUA_REGISTRYINDEX, job->entry);
  int count = plain_read(L, job->arguments, job->length);
  if (count < 0) return luaL_error(L, "the box was told something it does not understand");
  lua_call(L, count, 3); /* result text code */
  if (job->state->killed) return luaL_error(L, "stopped");
  put_log(job);
  job->answered = 1;
  if (lua_isnil(L, 1) && lua_isstring(L, 2)) {
    answer_failed(job->log, luaL_optstring(L, 3, "script"), lua_tostring(L, 2));
    return 0;
  }
  const char *problem = plain_write(&out, L, 1, 1);
  if (!problem) {
    end_answer(BOX_OK, job->log);
    return 0;
  }
  char text[512];
  snprintf(text, sizeof text, "%s: what it returned cannot be taken: %s", doing_in->path, problem);
  answer_failed(job->log, "result", text);
  return 0;
}

/* The text of an error without running anything of the file's: what is no text is named by its type. */
static void describe(lua_State *L, int status, char *text, size_t size)
{
  const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
  const char *chunk = BOX_CHUNK ":";
  if (status == LUA_ERRMEM)
    snprintf(text, size, "%s: not enough memory", doing_in->path);
  else if (!message)
    snprintf(text, size, "%s: error object of type %s", doing_in->path, luaL_typename(L, -1));
  else if (strncmp(message, chunk, strlen(chunk)) == 0)
    snprintf(text, size, "%s:%s", doing_in->path, message + strlen(chunk));
  else
    snprintf(text, size, "%s: %s", doing_in->path, message);
}

/* The message handler: an error without a place, such as one of the library's, gets the line of the file's own code that
 * led there, or, where a tail call has left no trace of it, that of its function. */
static int add_line(lua_State *L)
{
  const char *message = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : NULL;
  int line = boxstate_line(L);
  if (line == 0) line = boxstate_of(L)->rule;
  if (line == 0 || (message && strncmp(message, BOX_CHUNK ":", sizeof BOX_CHUNK) == 0)) return 1;
  if (message)
    lua_pushfstring(L, BOX_CHUNK ":%d: %s", line, message);
  else
    lua_pushfstring(L, BOX_CHUNK ":%d: error object of type %s", line, luaL_typename(L, 1));
  return 1;
}

static void answer_stopped(struct file *file)
{
  char text[512];
  const struct boxstate *s = file->state;
  int length = s->line ? snprintf(text, sizeof text, "%s:%d: stopped: it ran past its time limit", file->path, s->line)
                       : snprintf(text, sizeof text, "%s: stopped: it ran past its time limit", file->path);
  out.length = answered + sizeof(struct box_answer);
  put(text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
  end_answer(BOX_STOPPED, 0);
  file->stops++;
  boxstate_free(file->state);
  file->state = NULL;
}

static void run(struct file *file, const char *entry, const char *arguments, size_t length)
{
  struct job job = {file->state, entry, arguments, length, 0, 0};
  lua_State *L = file->state->L;
  char text[2048];
  doing_in = file;
  boxlib_seed(mix(file->seed, arguments, length));
  begin_answer();
  boxstate_enter(file->state, doing->limit_ms);
  if (!ticking) tick_every(TICK_NS);
  lua_settop(L, 0);
  lua_pushcfunction(L, add_line);
  lua_pushcfunction(L, run_job);
  lua_pushlightuserdata(L, &job);
  int status = lua_pcall(L, 1, 0, 1);
  boxstate_leave(file->state);
  if (job.answered) return;
  if (file->state->killed) {
    answer_stopped(file);
    return;
  }
  if (!job.log) put_log(&job);
  describe(L, status, text, sizeof text);
  answer_failed(job.log, status == LUA_ERRMEM ? "memory" : "script", text);
}

/* Puts the library's entries where run_job finds them. */
static int open_library(lua_State *L)
{
  boxscripts_open(L);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "box.files");
  lua_call(L, 1, 1); /* files */
  lua_getfield(L, -1, "load");
  lua_setfield(L, LUA_REGISTRYINDEX, "load");
  lua_getfield(L, -1, "call");
  lua_setfield(L, LUA_REGISTRYINDEX, "call");
  return 0;
}

/* A fresh state with the library; its load order is then run. Returns NULL, or why there is none. */
static const char *prepare(struct file *file)
{
  static char problem[1024];
  uint32_t megabytes;
  memcpy(&megabytes, file->load, sizeof megabytes);
  file->state = boxstate_new((size_t)megabytes << 20);
  if (!file->state) return "the box has no memory for a further file";
  lua_State *L = file->state->L;
  lua_pushcfunction(L, open_library);
  if (lua_pcall(L, 0, 0, 0) == LUA_OK) return NULL;
  snprintf(problem, sizeof problem, "the box's own library: %s", lua_tostring(L, -1));
  boxstate_free(file->state);
  file->state = NULL;
  return problem;
}

/* Orders. */

static struct file *file_of(uint32_t number)
{
  return number > 0 && number <= file_count ? files[number - 1] : NULL;
}

static struct file *new_file(uint32_t number)
{
  if (number > file_count) {
    files = realloc(files, number * sizeof *files);
    if (!files) _exit(EXIT_FAILURE);
    while (file_count < number) files[file_count++] = NULL;
  }
  struct file *file = calloc(1, sizeof *file);
  if (!file) _exit(EXIT_FAILURE);
  files[number - 1] = file;
  return file;
}

static void drop(uint32_t number)
{
  struct file *file = file_of(number);
  if (!file) return;
  if (file->state) boxstate_free(file->state);
  free(file->path);
  free(file->load);
  free(file);
  files[number - 1] = NULL;
}

/* The body of a load order: ceiling in MB, length of the path, path, plain values. */
static void remember(struct file *file, const char *body, size_t length)
{
  uint32_t path_length;
  memcpy(&path_length, body + 4, 4);
  file->path = strndup(body + 8, path_length);
  file->load = malloc(length);
  if (!file->path || !file->load) _exit(EXIT_FAILURE);
  memcpy(file->load, body, length);
  file->length = length;
  file->seed = mix(1, body, length);
}

static void run_load(struct file *file)
{
  uint32_t path_length;
  memcpy(&path_length, file->load + 4, 4);
  size_t skip = 8 + path_length;
  const char *problem = prepare(file);
  if (problem) {
    begin_answer();
    answer_failed(0, "box", problem);
    return;
  }
  run(file, "load", file->load + skip, file->length - skip);
}

static void do_load(const char *body)
{
  drop(doing->file);
  struct file *file = new_file(doing->file);
  remember(file, body, doing->length);
  run_load(file);
}

/* A file whose state has been ended is loaded again before the next call, with its own time. */
static int revive(struct file *file)
{
  size_t before = answered;
  if (file->state) return 1;
  if (file->stops >= STRIKES) return 0;
  run_load(file);
  if (!file->state) return 0;
  out.length = answered = before;
  return 1;
}

static void do_call(const char *body)
{
  struct file *file = file_of(doing->file);
  size_t before = answered;
  if (file && revive(file)) {
    run(file, "call", body, doing->length);
  } else if (answered == before) {
    char text[512];
    begin_answer();
    snprintf(text, sizeof text, "%s: it was stopped and is not run any more",
             file ? file->path : "a file unknown here");
    answer_failed(0, "stopped", text);
  }
}

static void answer_nothing(void)
{
  char none = 0; /* no values */
  begin_answer();
  put(&none, 1);
  end_answer(BOX_OK, 0);
}

static void do_hello(const char *body)
{
  char folder[4096];
  const char *problem = NULL;
  snprintf(folder, sizeof folder, "%.*s", (int)doing->length, body);
  problem = boxscripts_read(folder);
  if (!problem && !make_ticker()) problem = "no timer";
  if (!problem) problem = boxlock();
  if (!problem) {
    answer_nothing();
    return;
  }
  begin_answer();
  answer_failed(0, "box", problem);
  flush();
  _exit(EXIT_FAILURE);
}

static void obey(const char *body)
{
  uint32_t number;
  switch (doing->kind) {
    case BOX_HELLO:
      do_hello(body);
      break;
    case BOX_LOAD:
      do_load(body);
      break;
    case BOX_CALL:
      do_call(body);
      break;
    case BOX_DROP:
      drop(doing->file);
      answer_nothing();
      break;
    default:
      memcpy(&number, body, sizeof number);
      syscall(number, 0, 0, 0, 0, 0, 0);
      answer_nothing();
  }
}

/* Does what has arrived whole; returns how many bytes that was. Answers gather, but never for longer than a tick: the
 * parent holds the time of an answer that it has not seen against the first call that it waits for. */
static size_t obey_all(const char *bytes, size_t length)
{
  size_t at = 0;
  struct box_order order;
  while (length - at >= sizeof order) {
    memcpy(&order, bytes + at, sizeof order);
    if (length - at - sizeof order < order.length) break;
    doing = &order;
    obey(bytes + at + sizeof order);
    at += sizeof order + order.length;
    if (out.length >= FLUSH_AT || ticked) flush();
  }
  doing = NULL;
  return at;
}

static void room_to_read(struct plain_out *in)
{
  if (!plain_reserve(in, READ_AT_LEAST)) _exit(EXIT_FAILURE);
}

int box_child_main(void)
{
  struct plain_out in = {0};
  for (;;) {
    room_to_read(&in);
    ssize_t n = read(SOCKET, in.bytes + in.length, in.room - in.length);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) _exit(EXIT_SUCCESS);
    in.length += (size_t)n;
    boxstate_note_cpu();
    size_t used = obey_all(in.bytes, in.length);
    memmove(in.bytes, in.bytes + used, in.length - used);
    in.length -= used;
    flush();
  }
}
