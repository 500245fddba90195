#include "process.h"

#include <linux/close_range.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct loop_kind process_line_kind = {.name = "process line", .free = (void (*)(struct loop_done *))free};
struct loop_kind process_end_kind = {.name = "process end", .free = (void (*)(struct loop_done *))free};

/* Ids that wait for lines, in order. */
struct waiter {
  struct waiter *next;
  uint64_t id;
};

struct process {
  uv_process_t handle;
  uv_pipe_t input;
  uv_pipe_t output;
  int open_handles; /* the memory is theirs until the last has closed */
  bool running;
  bool output_ended;
  char *bytes; /* read and not yet taken as lines */
  size_t length, room;
  struct waiter *readers;
  uint64_t end_id; /* waits for the end; 0: nobody */
  int64_t status;
  int signal;
};

static void finish_line(uint64_t id, const char *text, size_t length, bool ended)
{
  struct process_line *line = malloc(sizeof *line + length + 1);
  if (!line) abort(); /* a task would wait for ever for a line that cannot be given */
  *line = (struct process_line){.done = {.id = id, .kind = &process_line_kind}, .ended = ended, .length = length};
  memcpy(line->text, text, length);
  line->text[length] = '\0';
  loop_finish(&line->done);
}

/* The next line among the bytes: its length, and how many bytes it takes with its end; -1 when none is whole. */
static ssize_t whole_line(const struct process *process, size_t *taken)
{
  const char *end = process->length ? memchr(process->bytes, '\n', process->length) : NULL;
  if (end) {
    *taken = (size_t)(end - process->bytes) + 1;
    return end - process->bytes;
  }
  *taken = process->length;
  return process->output_ended && process->length > 0 ? (ssize_t)process->length : -1;
}

static void serve_readers(struct process *process)
{
  while (process->readers) {
    size_t taken;
    ssize_t length = whole_line(process, &taken);
    if (length < 0 && !process->output_ended) return;
    struct waiter *reader = process->readers;
    process->readers = reader->next;
    finish_line(reader->id, process->bytes ? process->bytes : "", length > 0 ? (size_t)length : 0, length < 0);
    free(reader);
    if (length < 0) continue;
    process->length -= taken;
    memmove(process->bytes, process->bytes + taken, process->length);
  }
}

static void serve_end(struct process *process)
{
  if (process->running || process->end_id == 0) return;
  struct process_end *end = calloc(1, sizeof *end);
  if (!end) abort();
  *end = (struct process_end){
      .done = {.id = process->end_id, .kind = &process_end_kind}, .status = process->status, .signal = process->signal};
  process->end_id = 0;
  loop_finish(&end->done);
}

static void handle_closed(uv_handle_t *handle)
{
  struct process *process = handle->data;
  if (--process->open_handles > 0) return;
  free(process->bytes);
  free(process);
}

static void close_handle(uv_handle_t *handle)
{
  if (!uv_is_closing(handle)) uv_close(handle, handle_closed);
}

static void child_ended(uv_process_t *handle, int64_t status, int signal)
{
  struct process *process = handle->data;
  process->running = false;
  process->status = status;
  process->signal = signal;
  serve_end(process);
}

/* Grows the buffer for the next read; libuv treats an empty one as a failed read. */
static void make_room(uv_handle_t *handle, size_t wanted, uv_buf_t *buffer)
{
  struct process *process = handle->data;
  if (process->room - process->length < wanted) {
    char *bytes = realloc(process->bytes, process->length + wanted);
    if (bytes) {
      process->bytes = bytes;
      process->room = process->length + wanted;
    }
  }
  bool room = process->bytes && process->room - process->length >= wanted;
  *buffer = uv_buf_init(room ? process->bytes + process->length : NULL, room ? (unsigned)wanted : 0);
}

static void output_read(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer)
{
  struct process *process = stream->data;
  (void)buffer;
  if (count > 0) process->length += (size_t)count;
  if (count < 0) {
    process->output_ended = true;
    uv_read_stop(stream);
  }
  serve_readers(process);
}

static int spawn(struct process *process, char **argv, char **env)
{
  uv_stdio_container_t stdio[3] = {
      {.flags = UV_CREATE_PIPE | UV_READABLE_PIPE, .data.stream = (uv_stream_t *)&process->input},
      {.flags = UV_CREATE_PIPE | UV_WRITABLE_PIPE, .data.stream = (uv_stream_t *)&process->output},
      {.flags = UV_INHERIT_FD, .data.fd = 2},
  };
  uv_process_options_t options = {
      .file = argv[0], .args = argv, .env = env, .stdio_count = 3, .stdio = stdio, .exit_cb = child_ended};
  close_range(3, ~0u, CLOSE_RANGE_CLOEXEC); /* the child inherits no store, no connection, no file of a script */
  return uv_spawn(loop_uv(), &process->handle, &options);
}

int process_start(struct process **started, char **argv, char **env)
{
  uv_loop_t *uv = loop_uv();
  struct process *process = uv ? calloc(1, sizeof *process) : NULL;
  if (!process) return UV_ENOMEM;
  uv_pipe_init(uv, &process->input, 0);
  uv_pipe_init(uv, &process->output, 0);
  process->input.data = process->output.data = process->handle.data = process;
  process->open_handles = 3;
  int failed = spawn(process, argv, env);
  process->running = failed == 0;
  if (!failed) failed = uv_read_start((uv_stream_t *)&process->output, make_room, output_read);
  if (failed)
    process_release(process);
  else
    *started = process;
  return failed;
}

uint64_t process_read_line(struct process *process)
{
  struct waiter *reader = malloc(sizeof *reader);
  if (!reader) return 0;
  uint64_t id = loop_id();
  *reader = (struct waiter){.id = id};
  struct waiter **link = &process->readers;
  while (*link) link = &(*link)->next;
  *link = reader;
  serve_readers(process);
  return id;
}

uint64_t process_wait(struct process *process)
{
  if (process->end_id != 0) return 0;
  uint64_t id = loop_id();
  process->end_id = id;
  serve_end(process);
  return id;
}

void process_kill(struct process *process, int signal)
{
  if (process->running) uv_process_kill(&process->handle, signal);
}

void process_release(struct process *process)
{
  if (!process) return;
  process_kill(process, SIGKILL);
  while (process->running) uv_run(loop_uv(), UV_RUN_ONCE); /* until it is reaped: libuv forgets a closed handle's child */
  process->output_ended = true;
  process->length = 0;
  serve_readers(process);
  close_handle((uv_handle_t *)&process->input);
  close_handle((uv_handle_t *)&process->output);
  close_handle((uv_handle_t *)&process->handle);
}
