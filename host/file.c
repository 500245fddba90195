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

static int write_synced(const char *path, const char *bytes, size_t length)
{
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return errno;
  int failed = write_all(fd, bytes, length);
  if (!failed && fsync(fd) != 0) failed = errno;
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
  int needed = snprintf(temporary, sizeof temporary, "%s.%ld.tmp", path, (long)getpid());
  if (needed < 0 || (size_t)needed >= sizeof temporary) return ENAMETOOLONG;
  int failed = write_synced(temporary, bytes, length);
  if (!failed) failed = file_move(temporary, path);
  if (failed) unlink(temporary);
  return failed;
}

int file_append_private(const char *path, const char *bytes, size_t length)
{
  int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return errno;
  int failed = write_all(fd, bytes, length);
  if (close(fd) != 0 && !failed) failed = errno;
  return failed;
}
