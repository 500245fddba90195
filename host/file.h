/* file.h: files that are there whole or not at all. */
#ifndef VIVA_FILE_H
#define VIVA_FILE_H

#include <stddef.h>

/* Writes bytes to a temporary file beside the one that is named, syncs it, renames it over that file and syncs the folder.
 * Returns 0, or an errno with nothing changed. A link is followed; a pipe or a device is written to as it stands. */
int file_replace(const char *name, const char *bytes, size_t length);

struct file_bytes {
  const char *path;
  const char *bytes;
  size_t length;
};

/* The same for many files of one folder that are no links; the disk is waited for once, when all of them are on their way.
 * Each is old or new as a whole, whatever fails; a temporary file never stays. Returns 0, or an errno and in at which file
 * it is about. */
int file_replace_all(const struct file_bytes *files, size_t count, size_t *at);

/* Renames a file or folder over another name and syncs the folder the new name stands in. Returns 0 or an errno. */
int file_move(const char *from, const char *to);

/* Adds bytes to the end of a file; one that is made anew may be read by its owner alone. Returns 0 or an errno. */
int file_append_private(const char *path, const char *bytes, size_t length);

#endif
