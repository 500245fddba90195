#include "departures.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { SLOTS = 1 << 16, PROBES = 64 };

/* The file as it is mapped. */
struct page {
  char boot[40];     /* the boot that the marks belong to */
  int64_t overflown; /* a mark found no slot: the marks do not tell all */
  int64_t slot[SLOTS];
};

struct departures {
  struct page *page;
  bool told; /* the marks of the earlier process tell all that left */
  int64_t before[SLOTS];
};

/* A mark survives a kill, but not the end of the machine's run: the boot it was made in says which happened. */
static void read_boot(char boot[40])
{
  memset(boot, 0, 40);
  int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  if (read(fd, boot, 36) != 36) memset(boot, 0, 40);
  close(fd);
}

static struct page *map_file(const char *path)
{
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd < 0) return NULL;
  struct page *page = MAP_FAILED;
  /* The blocks are taken now: a write into a mapping of a full disk would kill the process. */
  errno = posix_fallocate(fd, 0, sizeof *page);
  if (errno == 0) page = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  int saved = errno;
  close(fd);
  errno = saved;
  return page == MAP_FAILED ? NULL : page;
}

static void read_marks(struct departures *departures)
{
  const struct page *page = departures->page;
  char boot[40];
  read_boot(boot);
  departures->told = boot[0] && memcmp(boot, page->boot, sizeof boot) == 0 && !page->overflown;
  memcpy(departures->before, page->slot, sizeof page->slot);
}

void departures_start(struct departures *departures)
{
  struct page *page = departures->page;
  memset(page->slot, 0, sizeof page->slot);
  page->overflown = 0;
  read_boot(page->boot);
}

struct departures *departures_open(const char *path)
{
  struct departures *departures = malloc(sizeof *departures);
  if (!departures) return NULL;
  departures->page = map_file(path);
  if (!departures->page) {
    free(departures);
    return NULL;
  }
  read_marks(departures);
  return departures;
}

/* The slot near the attempt's own that holds the value, or NULL. Numbers follow one another, so the first look nearly always
 * finds it; the search is short because many attempts end without ever having left. */
static int64_t *find(int64_t *slots, int64_t attempt, int64_t value)
{
  for (int64_t i = 0; i < PROBES; i++) {
    int64_t *slot = &slots[(attempt + i) & (SLOTS - 1)];
    if (__atomic_load_n(slot, __ATOMIC_RELAXED) == value) return slot;
  }
  return NULL;
}

bool departures_before(const struct departures *departures, int64_t attempt)
{
  return !departures->told || find((int64_t *)departures->before, attempt, attempt) != NULL;
}

void departures_mark(struct departures *departures, int64_t attempt)
{
  int64_t *slot = find(departures->page->slot, attempt, 0);
  if (slot)
    __atomic_store_n(slot, attempt, __ATOMIC_RELAXED);
  else
    departures->page->overflown = 1;
}

void departures_clear(struct departures *departures, int64_t attempt)
{
  int64_t *slot = find(departures->page->slot, attempt, attempt);
  if (slot) __atomic_store_n(slot, 0, __ATOMIC_RELAXED);
}

void departures_close(struct departures *departures)
{
  if (!departures) return;
  munmap(departures->page, sizeof *departures->page);
  free(departures);
}
