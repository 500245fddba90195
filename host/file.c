#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_all(int fd, const char *bytes, size_t length)
{
  while (length > 0) {
    ssize_t written = write(fd, bytes, length);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes += written;
    length -= (size_t)written;
  }
  return 0;
}

/* A new name is durable only when the folder that holds it has been synced too. */
static int sync_folder_of(const char *path)
{
  char folder[PATH_MAX];
  const char *slash = strrchr(path, '/');
  if (slash)
    snprintf(folder, sizeof folder, "%.*s", (int)(slash - path) + 1, path);
  else
    snprintf(folder, sizeof folder, ".");
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return errno;
  int failed = fsync(fd) == 0 ? 0 : errno;
  close(fd);
  return failed;
}

int file_move(const char *from, const char *to)
{
  if (rename(from, to) != 0) return errno;
  return sync_folder_of(to);
}

static int write_new(const char *path, const char *bytes, size_t length, int (*settle)(int fd))
{
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return errno;
  int failed = write_all(fd, bytes, length);
  if (!failed && settle(fd) != 0) failed = errno;
  if (close(fd) != 0 && !failed) failed = errno;
  return failed;
}

/* A pipe or a device is written to, not replaced. */
static int write_through(const char *path, const char *bytes, size_t length)
{
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  int failed = write_all(fd, bytes, length);
  if (close(fd) != 0 && !failed) failed = errno;
  return failed;
}

static int temporary_of(const char *path, char temporary[PATH_MAX])
{
  int needed = snprintf(temporary, PATH_MAX, "%s.%ld.tmp", path, (long)getpid());
  return needed > 0 && needed < PATH_MAX;
}

int file_replace(const char *name, const char *bytes, size_t length)
{
  char temporary[PATH_MAX], real[PATH_MAX];
  struct stat there;
  const char *path = name;
  if (stat(name, &there) == 0) {
    if (S_ISDIR(there.st_mode)) return EISDIR;
    if (!S_ISREG(there.st_mode)) return write_through(name, bytes, length);
    if (!realpath(name, real)) return errno; /* a link stays a link: what it names is replaced */
    path = real;
  }
  if (!temporary_of(path, temporary)) return ENAMETOOLONG;
  int failed = write_new(temporary, bytes, length, fsync);
  if (!failed) failed = file_move(temporary, path);
  if (failed) unlink(temporary);
  return failed;
}

/* Has the disk begin with what was written, and does not wait for it. */
static int start_sync(int fd)
{
  sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE); /* a hint: where it is unknown, fsync does all */
  return 0;
}

static int sync_one(const char *path)
{
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  int failed = fsync(fd) == 0 ? 0 : errno;
  close(fd);
  return failed;
}

/* The steps of file_replace_all, each done for every file before the next one. */
static int step_write(const struct file_bytes *file, const char *temporary)
{
  return write_new(temporary, file->bytes, file->length, start_sync);
}

static int step_sync(const struct file_bytes *file, const char *temporary)
{
  (void)file;
  return sync_one(temporary);
}

static int step_rename(const struct file_bytes *file, const char *temporary)
{
  return rename(temporary, file->path) == 0 ? 0 : errno;
}

static int step_remove(const struct file_bytes *file, const char *temporary)
{
  (void)file;
  unlink(temporary);
  return 0;
}

static int each_file(const struct file_bytes *files, size_t count, size_t *at,
                     int (*step)(const struct file_bytes *file, const char *temporary))
{
  char temporary[PATH_MAX];
  for (*at = 0; *at < count; ++*at) {
    if (!temporary_of(files[*at].path, temporary)) return ENAMETOOLONG;
    int failed = step(&files[*at], temporary);
    if (failed) return failed;
  }
  return 0;
}

int file_replace_all(const struct file_bytes *files, size_t count, size_t *at)
{
  size_t removed;
  int failed = each_file(files, count, at, step_write);
  if (!failed) failed = each_file(files, count, at, step_sync);
  if (!failed) failed = each_file(files, count, at, step_rename);
  if (failed) each_file(files, count, &removed, step_remove);
  if (failed || count == 0) return failed;
  *at = 0;
  return sync_folder_of(files[0].path);
}

int file_append_private(const char *path, const char *bytes, size_t length)
{
  int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return errno;
  int failed = write_all(fd, bytes, length);
  if (close(fd) != 0 && !failed) failed = errno;
  return failed;
}
