#include "box.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blocks.h"
#include "boxproc.h"

enum { GRACE_MS = 100, START_MS = 5000, STRIKES = 3, STARVED = 10 };

struct file {
  char *name;
  char *load;
  size_t length;
  unsigned generation; /* of the process that has it */
  unsigned stops;
};

/* One order in the queue; id 0 for those the box sends of itself. The body follows the order, ready to be sent. */
struct call {
  struct call *next;
  uint64_t id;
  char what[32];
  struct box_order order;
  char body[];
};

struct box {
  char *program;
  char *scripts;
  struct boxproc *process;
  unsigned generation;
  uint32_t serial;
  struct call *first;
  struct call **last;
  struct file **files;
  uint32_t file_count;
  uv_timer_t timer;
  uint32_t suspect;
  uint32_t killed_for; /* the serial at the head when we killed the process, or 0 */
  uint64_t head_since_ms;
  double head_cpu;
};

static void free_done(struct loop_done *done)
{
  blocks_give(done, sizeof(struct box_done) + ((struct box_done *)done)->length);
}

struct loop_kind box_kind = {"box", NULL, free_done};

/* Without memory for a few hundred bytes nothing here can go on. */
static void *must(void *memory)
{
  if (!memory) {
    fputs("viva: out of memory\n", stderr);
    abort();
  }
  return memory;
}

static uint64_t now_ms(void)
{
  return uv_hrtime() / 1000000;
}

static struct file *file_of(const struct box *box, uint32_t number)
{
  return number > 0 && number <= box->file_count ? box->files[number - 1] : NULL;
}

static void forget(struct box *box, uint32_t number)
{
  struct file *file = file_of(box, number);
  if (!file) return;
  box->files[number - 1] = NULL;
  free(file->name);
  free(file->load);
  free(file);
}

static void free_call(struct call *call)
{
  blocks_give(call, sizeof *call + call->order.length);
}

/* Ends a call: queues what it came to. */
static void finish(struct call *call, enum box_status status, uint32_t log, const void *bytes, size_t length)
{
  if (call->id) {
    struct box_done *done = must(blocks_take(sizeof *done + length));
    *done = (struct box_done){{NULL, call->id, &box_kind}, status, log, (uint32_t)length};
    memcpy(done->bytes, bytes, length);
    loop_finish(&done->done);
  }
  free_call(call);
}

static void finish_failed(struct call *call, const char *code, const char *text)
{
  char bytes[1024];
  int length = snprintf(bytes, sizeof bytes, "%s%c%s", code, 0, text);
  finish(call, BOX_FAILED, 0, bytes, (size_t)length < sizeof bytes ? (size_t)length : sizeof bytes - 1);
}

static void finish_stopped(const struct box *box, struct call *call, const char *why)
{
  char text[512];
  const struct file *file = file_of(box, call->order.file);
  int length = snprintf(text, sizeof text, "%s: stopped: %s", file ? file->name : "the box", why);
  finish(call, BOX_STOPPED, 0, text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1);
}

/* The queue. */

static void watch_head(uv_timer_t *timer);

/* Another call is the one that is being done: its time begins. */
static void head_changed(struct box *box)
{
  if (!box->first) return;
  box->head_since_ms = now_ms();
  box->head_cpu = box->process ? boxproc_cpu(box->process) : -1;
  uv_timer_start(&box->timer, watch_head, box->first->order.limit_ms + GRACE_MS, 0);
}

static void push(struct box *box, struct call *call)
{
  if (++box->serial == 0) box->serial = 1;
  call->order.serial = box->serial;
  call->next = NULL;
  int was_empty = !box->first;
  *box->last = call;
  box->last = &call->next;
  if (box->process)
    must(boxproc_send(box->process, &call->order, sizeof call->order + call->order.length) ? box : NULL);
  if (was_empty) head_changed(box);
}

static struct call *pop(struct box *box)
{
  struct call *call = box->first;
  if (!call) return NULL;
  box->first = call->next;
  if (!box->first) box->last = &box->first;
  return call;
}

static struct call *new_call(uint64_t id, struct box_order order, const char *what, const void *body)
{
  struct call *call = blocks_take(sizeof *call + order.length);
  if (!call) return NULL;
  *call = (struct call){NULL, id, "", order};
  snprintf(call->what, sizeof call->what, "%s", what);
  if (order.length) memcpy(call->body, body, order.length);
  return call;
}

static void push_load(struct box *box, uint64_t id, uint32_t number, uint32_t limit_ms)
{
  struct file *file = file_of(box, number);
  struct box_order order = {(uint32_t)file->length, 0, BOX_LOAD, number, limit_ms};
  file->generation = box->generation;
  push(box, must(new_call(id, order, "the file itself", file->load)));
}

/* Puts a call into the queue of the process that runs now, its file first where that process does not have it yet. */
static void submit(struct box *box, struct call *call)
{
  struct file *file = file_of(box, call->order.file);
  if (file && file->stops >= STRIKES) {
    finish_stopped(box, call, "it was stopped three times and is not run any more");
    return;
  }
  if (file && call->order.kind == BOX_LOAD)
    file->generation = box->generation;
  else if (file && file->generation != box->generation)
    push_load(box, 0, call->order.file, call->order.limit_ms);
  push(box, call);
}

/* The process. */

static void fail_all(struct box *box, const char *code, const char *text)
{
  for (struct call *call; (call = pop(box));) {
    if (call->order.kind == BOX_DROP) forget(box, call->order.file);
    finish_failed(call, code, text);
  }
}

static void start(struct box *box);

static void describe_end(const struct box *box, int signum, int64_t status, char *why, size_t size)
{
  const struct call *call = box->first;
  if (box->killed_for)
    snprintf(why, size, "%s ran longer than %g s", call->what, call->order.limit_ms / 1000.0);
  else if (signum)
    snprintf(why, size, "the box died of signal %d (%s) in %s", signum, strsignal(signum), call->what);
  else
    snprintf(why, size, "the box ended with status %d in %s", (int)status, call->what);
}

/* Names the one whose call the process did not survive. One answered between our decision and the end is not blamed. */
static void blame(struct box *box, int signum, int64_t status)
{
  char why[160], text[256];
  struct call *call = box->first;
  if (!call || signum == SIGXCPU || (!signum && status == BOX_SPENT)) return;
  if (box->killed_for && box->killed_for != call->order.serial) return;
  describe_end(box, signum, status, why, sizeof why);
  if (call->order.kind == BOX_HELLO) {
    snprintf(text, sizeof text, "the box does not start: %s", why);
    fail_all(box, "box", text);
    return;
  }
  struct file *file = file_of(box, call->order.file);
  if (file) file->stops++;
  if (call->id) finish_stopped(box, pop(box), why);
}

static void process_gone(void *owner, int signum, int64_t status)
{
  struct box *box = owner;
  blame(box, signum, status);
  boxproc_free(box->process);
  box->process = NULL;
  if (box->first) start(box);
}

/* Kills the process when the call at its head has outlasted its limit. What has already arrived is read first, since
 * the loop runs timers before it reads; a process that got little processor is the machine's fault, up to a point. */
static void watch_head(uv_timer_t *timer)
{
  struct box *box = timer->data;
  if (!box->first || !box->process || box->killed_for) return;
  uint64_t limit = box->first->order.limit_ms, due = box->head_since_ms + limit + GRACE_MS, now = now_ms();
  double cpu = boxproc_cpu(box->process) - box->head_cpu;
  if (now < due) {
    uv_timer_start(timer, watch_head, due - now, 0);
  } else if (box->suspect != box->first->order.serial) {
    box->suspect = box->first->order.serial;
    uv_timer_start(timer, watch_head, 1, 0);
  } else if (cpu * 2000 < (double)limit && now < box->head_since_ms + STARVED * limit) {
    uv_timer_start(timer, watch_head, GRACE_MS, 0);
  } else {
    box->killed_for = box->first->order.serial;
    boxproc_kill(box->process);
  }
}

/* The process could not make itself ready; what it says about it goes to all who wait. */
static void refuse_start(struct box *box, const char *bytes, uint32_t length)
{
  char text[512];
  size_t code = strnlen(bytes, length);
  snprintf(text, sizeof text, "the box does not start: %.*s", code < length ? (int)(length - code - 1) : 0,
           bytes + code + 1);
  fail_all(box, "box", text);
}

static int take_answer(void *owner, const struct box_answer *answer, const char *bytes)
{
  struct box *box = owner;
  struct call *call = box->first;
  if (!call || call->order.serial != answer->serial || answer->status > BOX_STOPPED) return 0;
  struct file *file = file_of(box, call->order.file);
  if (answer->status == BOX_STOPPED && file) file->stops++;
  pop(box);
  if (call->order.kind == BOX_DROP) forget(box, call->order.file);
  int greeted = call->order.kind != BOX_HELLO || answer->status == BOX_OK;
  finish(call, answer->status, answer->log, bytes, answer->length);
  if (!greeted) refuse_start(box, bytes, answer->length);
  return 1;
}

static void answers_taken(void *owner)
{
  head_changed(owner);
}

static const struct boxproc_events events = {take_answer, answers_taken, process_gone};

/* What waits is told to a new process: its greeting first, then every call again, each file before its first call. */
static void resubmit(struct box *box, struct call *waiting)
{
  struct box_order hello = {(uint32_t)strlen(box->scripts), 0, BOX_HELLO, 0, START_MS};
  push(box, must(new_call(0, hello, "its start", box->scripts)));
  while (waiting) {
    struct call *call = waiting;
    waiting = call->next;
    if (call->order.kind == BOX_DROP) forget(box, call->order.file);
    if (call->id)
      submit(box, call);
    else
      free_call(call);
  }
}

static void start(struct box *box)
{
  char text[128];
  int problem;
  struct call *waiting = box->first;
  box->first = NULL;
  box->last = &box->first;
  box->killed_for = 0;
  box->generation++;
  box->process = boxproc_start(box->program, &events, box, &problem);
  resubmit(box, waiting);
  if (box->process) return;
  snprintf(text, sizeof text, "the box does not start: %s", uv_strerror(problem));
  fail_all(box, "box", text);
}

/* What others may ask. */

struct box *box_new(const char *program, const char *scripts)
{
  struct box *box = calloc(1, sizeof *box);
  if (!box) return NULL;
  box->program = must(strdup(program));
  box->scripts = must(strdup(scripts));
  box->last = &box->first;
  box->timer.data = box;
  uv_timer_init(loop_uv(), &box->timer);
  return box;
}

static void timer_closed(uv_handle_t *handle)
{
  free(handle->data);
}

void box_free(struct box *box)
{
  if (box->process) boxproc_free(box->process);
  box->process = NULL;
  fail_all(box, "closed", "the box was closed");
  for (uint32_t i = 1; i <= box->file_count; i++) forget(box, i);
  free(box->files);
  free(box->program);
  free(box->scripts);
  uv_close((uv_handle_t *)&box->timer, timer_closed);
}

uint32_t box_file(struct box *box, const char *name, const void *load, size_t length)
{
  struct file **files = realloc(box->files, (box->file_count + 1) * sizeof *files);
  if (!files) return 0;
  box->files = files;
  struct file *file = must(calloc(1, sizeof *file));
  file->name = must(strdup(name));
  file->load = must(malloc(length + 1));
  file->length = length;
  memcpy(file->load, load, length);
  files[box->file_count++] = file;
  return box->file_count;
}

int box_has(const struct box *box, uint32_t file)
{
  return file_of(box, file) != NULL;
}

static int enqueue(struct box *box, struct call *call)
{
  if (!call) return 0;
  if (!box->process) start(box);
  if (box->process)
    submit(box, call);
  else
    finish_failed(call, "box", "the box does not start");
  return 1;
}

int box_load(struct box *box, uint64_t id, uint32_t number, uint32_t limit_ms)
{
  const struct file *file = file_of(box, number);
  struct box_order order = {(uint32_t)file->length, 0, BOX_LOAD, number, limit_ms};
  return enqueue(box, new_call(id, order, "the file itself", file->load));
}

int box_call(struct box *box, uint64_t id, uint32_t file, uint32_t limit_ms, const char *what, const void *body,
             size_t length)
{
  struct box_order order = {(uint32_t)length, 0, BOX_CALL, file, limit_ms};
  return enqueue(box, new_call(id, order, what, body));
}

void box_drop(struct box *box, uint32_t number)
{
  struct box_order order = {0, 0, BOX_DROP, number, START_MS};
  if (box->process && file_of(box, number)->generation == box->generation)
    push(box, must(new_call(0, order, "forgetting it", NULL)));
  else if (!box->first)
    forget(box, number);
}

int box_probe(struct box *box, uint64_t id, uint32_t number)
{
  struct box_order order = {sizeof number, 0, BOX_PROBE, 0, START_MS};
  return enqueue(box, new_call(id, order, "a probe", &number));
}

int box_pid(const struct box *box)
{
  return box->process ? boxproc_pid(box->process) : 0;
}

unsigned box_starts(const struct box *box)
{
  return box->generation;
}
