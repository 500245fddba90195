#include "boxproc.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <uv.h>

#include "loop.h"

enum { FLUSH_AT = 64 << 10, READ_ROOM = 256 << 10, HANDLES = 3, SAID_ALL = 1, EXITED = 2 };

struct bytes {
  char *at;
  size_t length;
  size_t room;
};

/* Outlives boxproc_free until its handles are closed. */
struct boxproc {
  const struct boxproc_events *events;
  void *owner; /* NULL once freed: no event is told */
  uv_process_t process;
  uv_pipe_t pipe;
  uv_prepare_t flush;
  uv_write_t write;
  char *writing;
  struct bytes out;
  struct bytes in;
  int open_handles;
  int ended;
  int signal;
  int64_t status;
};

static int make_room(struct bytes *b, size_t more)
{
  if (b->room - b->length >= more) return 1;
  size_t room = (b->length + more) * 2;
  char *at = realloc(b->at, room);
  if (!at) return 0;
  b->at = at;
  b->room = room;
  return 1;
}

static void closed(uv_handle_t *handle)
{
  struct boxproc *p = handle->data;
  if (--p->open_handles > 0) return;
  free(p->writing);
  free(p->out.at);
  free(p->in.at);
  free(p);
}

static void end(struct boxproc *p, int what)
{
  p->ended |= what;
  if (p->owner && p->ended == (SAID_ALL | EXITED)) p->events->gone(p->owner, p->signal, p->status);
}

static void exited(uv_process_t *process, int64_t status, int signum)
{
  struct boxproc *p = process->data;
  p->signal = signum;
  p->status = status;
  end(p, EXITED);
}

static void flush_out(struct boxproc *p);

static void written(uv_write_t *request, int status)
{
  struct boxproc *p = request->data;
  free(p->writing);
  p->writing = NULL;
  if (status == 0) flush_out(p);
}

/* The socket is full: the rest goes on as an asynchronous write of a copy. Without memory for it all is lost. */
static void write_rest(struct boxproc *p, const char *bytes, size_t length)
{
  p->writing = malloc(length);
  if (!p->writing) {
    boxproc_kill(p);
    return;
  }
  memcpy(p->writing, bytes, length);
  uv_buf_t rest = uv_buf_init(p->writing, (unsigned)length);
  p->write.data = p;
  uv_write(&p->write, (uv_stream_t *)&p->pipe, &rest, 1, written);
}

static void flush_out(struct boxproc *p)
{
  if (!p->owner || p->writing || p->ended || p->out.length == 0) return;
  uv_buf_t all = uv_buf_init(p->out.at, (unsigned)p->out.length);
  int n = uv_try_write((uv_stream_t *)&p->pipe, &all, 1);
  if (n < 0 && n != UV_EAGAIN) return; /* its end is about to be seen */
  size_t sent = n > 0 ? (size_t)n : 0;
  if (sent < p->out.length) write_rest(p, p->out.at + sent, p->out.length - sent);
  p->out.length = 0;
}

static void before_poll(uv_prepare_t *prepare)
{
  flush_out(prepare->data);
}

static void room_to_read(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer)
{
  struct boxproc *p = handle->data;
  (void)suggested;
  make_room(&p->in, READ_ROOM / 2); /* failing leaves less, or nothing: libuv then reports ENOBUFS */
  *buffer = uv_buf_init(p->in.at + p->in.length, (unsigned)(p->in.room - p->in.length));
}

/* Tells every whole answer; returns 0 when one is not like ours. */
static int tell(struct boxproc *p)
{
  struct box_answer answer;
  size_t at = 0;
  int good = 1;
  while (good && p->in.length - at >= sizeof answer) {
    memcpy(&answer, p->in.at + at, sizeof answer);
    if (answer.length > BOX_ANSWER_MAX || answer.log > answer.length) return 0;
    if (p->in.length - at - sizeof answer < answer.length) break;
    good = p->events->answer(p->owner, &answer, p->in.at + at + sizeof answer);
    at += sizeof answer + answer.length;
  }
  memmove(p->in.at, p->in.at + at, p->in.length - at);
  p->in.length -= at;
  return good;
}

static void arrived(uv_stream_t *stream, ssize_t n, const uv_buf_t *buffer)
{
  struct boxproc *p = stream->data;
  (void)buffer;
  if (n > 0) {
    p->in.length += (size_t)n;
    if (tell(p)) {
      p->events->batch(p->owner);
      return;
    }
    boxproc_kill(p);
  }
  if (n == 0) return;
  uv_read_stop(stream);
  end(p, SAID_ALL);
}

static int spawn(struct boxproc *p, const char *program)
{
  char *arguments[] = {(char *)program, "--box", NULL};
  char *environment[] = {NULL};
  uv_stdio_container_t stdio[3] = {
      {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&p->pipe},
      {.flags = UV_IGNORE},
      {.flags = UV_INHERIT_FD, .data.fd = 2}};
  uv_process_options_t options = {.exit_cb = exited,
                                  .file = program,
                                  .args = arguments,
                                  .env = environment,
                                  .flags = UV_PROCESS_DETACHED,
                                  .stdio_count = 3,
                                  .stdio = stdio};
  return uv_spawn(loop_uv(), &p->process, &options);
}

struct boxproc *boxproc_start(const char *program, const struct boxproc_events *events, void *owner, int *problem)
{
  struct boxproc *p = calloc(1, sizeof *p);
  *problem = UV_ENOMEM;
  if (!p) return NULL;
  p->events = events;
  p->owner = owner;
  p->open_handles = HANDLES;
  p->pipe.data = p->process.data = p->flush.data = p;
  uv_pipe_init(loop_uv(), &p->pipe, 0);
  uv_prepare_init(loop_uv(), &p->flush);
  *problem = spawn(p, program);
  if (*problem) {
    p->ended = EXITED;
    boxproc_free(p);
    return NULL;
  }
  uv_prepare_start(&p->flush, before_poll);
  uv_read_start((uv_stream_t *)&p->pipe, room_to_read, arrived);
  return p;
}

int boxproc_send(struct boxproc *p, const void *bytes, size_t length)
{
  if (!make_room(&p->out, length)) return 0;
  memcpy(p->out.at + p->out.length, bytes, length);
  p->out.length += length;
  if (p->out.length >= FLUSH_AT) flush_out(p);
  return 1;
}

void boxproc_kill(struct boxproc *p)
{
  uv_process_kill(&p->process, SIGKILL);
}

int boxproc_pid(const struct boxproc *p)
{
  return p->process.pid;
}

double boxproc_cpu(const struct boxproc *p)
{
  clockid_t clock;
  struct timespec t;
  if (clock_getcpuclockid(p->process.pid, &clock) != 0 || clock_gettime(clock, &t) != 0) return -1;
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void boxproc_free(struct boxproc *p)
{
  if (!(p->ended & EXITED)) boxproc_kill(p);
  p->owner = NULL;
  uv_read_stop((uv_stream_t *)&p->pipe);
  uv_close((uv_handle_t *)&p->pipe, closed);
  uv_close((uv_handle_t *)&p->process, closed);
  uv_close((uv_handle_t *)&p->flush, closed);
}
