#include "watch.h"

#include <stdlib.h>

struct loop_kind watch_kind = {.name = "watch", .free = (void (*)(struct loop_done *))free};

/* Where changes never stop, such as a log beside the files, the watch ends after so many quiet times all the same. */
enum { LONGEST_IN_QUIETS = 20 };

struct watch {
  struct watch_done result; /* first: a finished watch is its own result */
  struct watch *next;
  uv_timer_t timer;
  uint64_t quiet, first; /* milliseconds */
  size_t open;           /* handles not yet closed */
  bool failed;           /* never started: nobody is told of its end */
  size_t count;
  uv_fs_event_t events[];
};

static struct watch *watches;

static void handle_closed(uv_handle_t *handle)
{
  struct watch *watch = handle->data;
  if (--watch->open > 0) return;
  if (watch->failed)
    free(watch);
  else
    loop_finish(&watch->result.done);
}

static void end(struct watch *watch)
{
  struct watch **link = &watches;
  while (*link && *link != watch) link = &(*link)->next;
  if (*link) *link = watch->next;
  uv_close((uv_handle_t *)&watch->timer, handle_closed);
  for (size_t i = 0; i < watch->count; i++) uv_close((uv_handle_t *)&watch->events[i], handle_closed);
}

static void quiet_now(uv_timer_t *timer)
{
  end(timer->data);
}

static void changed(uv_fs_event_t *event, const char *name, int events, int status)
{
  (void)name, (void)events, (void)status; /* that a folder can no longer be watched is a change too */
  struct watch *watch = event->data;
  if (uv_is_closing((uv_handle_t *)event)) return;
  uint64_t now = uv_now(event->loop);
  if (!watch->result.changed) watch->first = now;
  watch->result.changed = true;
  if (now - watch->first > watch->quiet * LONGEST_IN_QUIETS)
    end(watch);
  else
    uv_timer_start(&watch->timer, quiet_now, watch->quiet, 0);
}

static int add(struct watch *watch, const char *folder)
{
  uv_fs_event_t *event = &watch->events[watch->count];
  int problem = uv_fs_event_init(watch->timer.loop, event);
  if (problem) return problem;
  event->data = watch;
  watch->count++;
  watch->open++;
  return uv_fs_event_start(event, changed, folder, 0);
}

int watch_start(uint64_t id, const char *const *folders, size_t count, uint64_t quiet_ms, size_t *failed)
{
  uv_loop_t *uv = loop_uv();
  struct watch *watch = uv ? calloc(1, sizeof *watch + count * sizeof watch->events[0]) : NULL;
  *failed = 0;
  if (!watch) return UV_ENOMEM;
  watch->result.done = (struct loop_done){.id = id, .kind = &watch_kind};
  watch->quiet = quiet_ms;
  uv_timer_init(uv, &watch->timer);
  watch->timer.data = watch;
  watch->open = 1;
  for (; *failed < count; ++*failed) {
    int problem = add(watch, folders[*failed]);
    if (!problem) continue;
    watch->failed = true;
    end(watch);
    return problem;
  }
  watch->next = watches;
  watches = watch;
  return 0;
}

int watch_cancel(uint64_t id)
{
  struct watch *watch = watches;
  while (watch && watch->result.done.id != id) watch = watch->next;
  if (!watch) return 0;
  watch->result.changed = false;
  end(watch);
  return 1;
}
