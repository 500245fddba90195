#include "loop.h"

#include <stdbool.h>
#include <stdlib.h>

struct loop_kind loop_timer_kind = {.name = "timer", .free = (void (*)(struct loop_done *))free};
struct loop_kind loop_signal_kind = {.name = "signal", .free = (void (*)(struct loop_done *))free};

struct queue {
  struct loop_done *first;
  struct loop_done *last;
};

struct timer {
  struct loop_done done; /* first: a finished timer is its own result */
  uv_timer_t handle;
  struct timer *next;
};

/* One signal stays caught from its first use, so that an arrival between two waits is kept, not fatal. */
struct caught {
  uv_signal_t handle;
  bool active;
  unsigned arrived; /* and nobody has waited for them yet */
  unsigned total;
  struct queue waiting;
};

static struct {
  bool made;
  uv_loop_t uv;
  uv_async_t wake;
  uv_mutex_t lock;
  struct queue posted; /* under lock: finished on other threads */
  struct queue ready;
  uint64_t pending;
  uint64_t generation; /* of ids, above their slot: an id never comes twice though its slot does */
  uint32_t *free_slots;
  uint32_t free_count, slot_count;
  struct timer *timers;
  struct caught caught[32];
} loop;

static void queue_put(struct queue *queue, struct loop_done *done)
{
  done->next = NULL;
  if (queue->last)
    queue->last->next = done;
  else
    queue->first = done;
  queue->last = done;
}

static struct loop_done *queue_take(struct queue *queue)
{
  struct loop_done *done = queue->first;
  if (!done) return NULL;
  queue->first = done->next;
  if (!queue->first) queue->last = NULL;
  return done;
}

/* Puts one queue behind another in one step, whatever its length. */
static void queue_join(struct queue *queue, struct queue behind)
{
  if (!behind.first) return;
  if (queue->last)
    queue->last->next = behind.first;
  else
    queue->first = behind.first;
  queue->last = behind.last;
}

/* Moves what other threads have finished to the ready queue. */
static void take_posted(uv_async_t *wake)
{
  (void)wake;
  uv_mutex_lock(&loop.lock);
  struct queue posted = loop.posted;
  loop.posted = (struct queue){0};
  uv_mutex_unlock(&loop.lock);
  queue_join(&loop.ready, posted);
}

static int make(void)
{
  int failed = uv_loop_init(&loop.uv);
  if (failed) return failed;
  failed = uv_async_init(&loop.uv, &loop.wake, take_posted);
  if (!failed) failed = uv_mutex_init(&loop.lock);
  loop.made = failed == 0;
  return failed;
}

uv_loop_t *loop_uv(void)
{
  if (!loop.made && make() != 0) return NULL;
  return &loop.uv;
}

static void slot_free(uint64_t id)
{
  loop.free_slots[loop.free_count++] = (uint32_t)(id & LOOP_SLOTS);
}

/* Room for all slots on the list of free ones, so that freeing one cannot fail. */
static void slots_grow(void)
{
  uint32_t count = loop.slot_count + 1024;
  uint32_t *grown = count <= LOOP_SLOTS ? realloc(loop.free_slots, count * sizeof *grown) : NULL;
  if (!grown) abort();
  loop.free_slots = grown;
  while (count > loop.slot_count) loop.free_slots[loop.free_count++] = --count;
  loop.slot_count += 1024;
}

uint64_t loop_id(void)
{
  if (loop.free_count == 0) slots_grow();
  loop.pending++;
  return ++loop.generation << LOOP_SLOT_BITS | loop.free_slots[--loop.free_count];
}

void loop_drop(uint64_t id)
{
  slot_free(id);
  loop.pending--;
}

uint64_t loop_pending(void)
{
  return loop.pending;
}

void loop_finish(struct loop_done *done)
{
  queue_put(&loop.ready, done);
  uv_stop(&loop.uv); /* timers run before the poll: without this, what one of them finishes would wait for another event */
}

void loop_post(struct loop_done *list)
{
  struct queue posted = {list, list};
  if (!list) return;
  while (posted.last->next) posted.last = posted.last->next;
  uv_mutex_lock(&loop.lock);
  queue_join(&loop.posted, posted);
  uv_mutex_unlock(&loop.lock);
  uv_async_send(&loop.wake);
}

static void deadline_passed(uv_timer_t *timer)
{
  *(bool *)timer->data = true;
}

/* Runs the loop until something is ready or the deadline has passed. */
static void run_until(int64_t timeout_ms)
{
  bool passed = false;
  uv_timer_t deadline;
  uv_timer_init(&loop.uv, &deadline);
  deadline.data = &passed;
  if (timeout_ms >= 0) uv_timer_start(&deadline, deadline_passed, (uint64_t)timeout_ms, 0);
  while (!loop.ready.first && !passed) uv_run(&loop.uv, UV_RUN_ONCE);
  /* The handle lives on this stack: the loop lets go of it before this returns. */
  uv_close((uv_handle_t *)&deadline, NULL);
  uv_run(&loop.uv, UV_RUN_NOWAIT);
}

struct loop_done *loop_wait(int64_t timeout_ms)
{
  if (!loop_uv()) return NULL;
  if (!loop.ready.first && loop.pending > 0) {
    if (timeout_ms >= 0)
      run_until(timeout_ms);
    else
      while (!loop.ready.first) uv_run(&loop.uv, UV_RUN_ONCE);
  }
  struct loop_done *done = queue_take(&loop.ready);
  if (!done) return NULL;
  slot_free(done->id);
  loop.pending--;
  return done;
}

static void timer_closed(uv_handle_t *handle)
{
  struct timer *timer = handle->data;
  loop_finish(&timer->done);
}

static void timer_end(struct timer *timer)
{
  struct timer **link = &loop.timers;
  while (*link != timer) link = &(*link)->next;
  *link = timer->next;
  uv_close((uv_handle_t *)&timer->handle, timer_closed);
}

static void timer_fired(uv_timer_t *handle)
{
  timer_end(handle->data);
}

int loop_timer(uint64_t id, uint64_t milliseconds)
{
  if (!loop_uv()) return UV_ENOMEM;
  struct timer *timer = calloc(1, sizeof *timer);
  if (!timer) return UV_ENOMEM;
  timer->done = (struct loop_done){.id = id, .kind = &loop_timer_kind};
  uv_timer_init(&loop.uv, &timer->handle);
  timer->handle.data = timer;
  timer->next = loop.timers;
  loop.timers = timer;
  uv_update_time(&loop.uv);
  return uv_timer_start(&timer->handle, timer_fired, milliseconds, 0);
}

int loop_timer_cancel(uint64_t id)
{
  struct timer *timer = loop.timers;
  while (timer && timer->done.id != id) timer = timer->next;
  if (!timer) return 0;
  timer_end(timer);
  return 1;
}

static void signal_arrived(uv_signal_t *handle, int signum)
{
  struct caught *caught = &loop.caught[signum];
  (void)handle;
  caught->total++;
  struct loop_done *done = queue_take(&caught->waiting);
  if (done) {
    loop.pending++;
    loop_finish(done);
  } else {
    caught->arrived++;
  }
}

static int signal_catch(struct caught *caught, int signum)
{
  if (caught->active) return 0;
  int failed = uv_signal_init(&loop.uv, &caught->handle);
  if (!failed) failed = uv_signal_start(&caught->handle, signal_arrived, signum);
  if (!failed) caught->active = true;
  return failed;
}

int loop_signal(uint64_t id, int signum)
{
  if (!loop_uv()) return UV_ENOMEM;
  if (signum <= 0 || signum >= 32) return UV_EINVAL;
  struct caught *caught = &loop.caught[signum];
  int failed = signal_catch(caught, signum);
  if (failed) return failed;
  struct loop_done *done = calloc(1, sizeof *done);
  if (!done) return UV_ENOMEM;
  *done = (struct loop_done){.id = id, .kind = &loop_signal_kind};
  if (caught->arrived > 0) {
    caught->arrived--;
    loop_finish(done);
  } else {
    queue_put(&caught->waiting, done);
    loop.pending--;
  }
  return 0;
}

unsigned loop_signals(int signum)
{
  if (signum <= 0 || signum >= 32 || !loop.caught[signum].active) return 0;
  uv_run(&loop.uv, UV_RUN_NOWAIT);
  return loop.caught[signum].total;
}
