#include "lineedit.h"

#include <errno.h>
#include <fcntl.h>
#include <histedit.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "text.h"

enum {
  MOST_REMEMBERED = 2000,
  ESCAPE_WAIT = 100, /* milliseconds: what follows an escape within them is the rest of a key */
  END_OF_FILE = 4,   /* the character libedit gives for Ctrl-D on an empty line */
};

static const char PASTE_ON[] = "\033[?2004h", PASTE_OFF[] = "\033[?2004l";
static const char PASTE_BEGINS[] = "\033[200~", PASTE_ENDS[] = "\033[201~";

struct loop_kind lineedit_kind = {.name = "lineedit", .free = (void (*)(struct loop_done *))free};

struct lineedit {
  EditLine *el;
  History *history;
  FILE *in;
  int fd;
  uv_poll_t poll;
  uv_signal_t stop, resize;
  int open_handles; /* the memory is theirs until the last has closed */
  bool editing, marks_pastes;
  bool tab, escaped; /* what the key that is being read has done so far */
  bool pasting;
  bool ended;
  uint64_t waiting; /* the id of the event that is waited for; 0: none */
  char *prompt;
  size_t at, length; /* of the bytes: read from the terminal and not yet taken */
  char bytes[4096];
};

static struct lineedit *self_of(EditLine *el)
{
  void *data = NULL;
  el_get(el, EL_CLIENTDATA, &data);
  return data;
}

static char *prompt_of(EditLine *el)
{
  return self_of(el)->prompt;
}

/* The tab key: the line stays as it is, and the event tells. */
static unsigned char tab_pressed(EditLine *el, int key)
{
  struct lineedit *self = self_of(el);
  (void)key;
  if (self->pasting) return el_insertstr(el, "  ") == 0 ? CC_REFRESH : CC_ERROR;
  self->tab = true;
  return CC_NORM;
}

/* Takes what the terminal has, without waiting. */
static void read_bytes(struct lineedit *self)
{
  if (self->at > 0) memmove(self->bytes, self->bytes + self->at, self->length - self->at);
  self->length -= self->at;
  self->at = 0;
  if (self->length == sizeof self->bytes) return;
  ssize_t got = read(self->fd, self->bytes + self->length, sizeof self->bytes - self->length);
  if (got > 0) self->length += (size_t)got;
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) self->ended = true;
}

static bool skip_mark(struct lineedit *self, const char *mark, bool pasting)
{
  size_t size = strlen(mark);
  if (self->length - self->at < size || memcmp(self->bytes + self->at, mark, size) != 0) return false;
  self->at += size;
  self->pasting = pasting;
  return true;
}

/* Takes one character from the bytes; false when they hold none that is whole. */
static bool take_char(struct lineedit *self, wchar_t *c)
{
  while (skip_mark(self, PASTE_BEGINS, true) || skip_mark(self, PASTE_ENDS, false)) continue;
  if (self->at == self->length) return false;
  mbstate_t state = {0};
  size_t size = mbrtowc(c, self->bytes + self->at, self->length - self->at, &state);
  if (size == (size_t)-2) return false;
  bool damaged = size == (size_t)-1;
  if (damaged) *c = 0xFFFD;
  self->at += damaged || size == 0 ? 1 : size;
  return true;
}

/* Waits for more of a key that has begun. A lone escape is not waited for long; the rest of a character is. */
static bool wait_for_more(struct lineedit *self)
{
  struct pollfd ready = {.fd = self->fd, .events = POLLIN};
  if (self->ended || poll(&ready, 1, self->escaped ? ESCAPE_WAIT : -1) <= 0) return false;
  read_bytes(self);
  return !self->ended;
}

/* libedit reads here. */
static int next_char(EditLine *el, wchar_t *c)
{
  struct lineedit *self = self_of(el);
  while (!take_char(self, c))
    if (!wait_for_more(self)) return 0;
  if (*c == L'\033') self->escaped = true;
  return 1;
}

static void finish(struct lineedit *self, enum lineedit_what what, const char *text, size_t length, size_t cursor)
{
  struct lineedit_event *event = malloc(sizeof *event + length + 1);
  if (!event) abort(); /* a task would wait for ever */
  *event = (struct lineedit_event){
      .done = {.id = self->waiting, .kind = &lineedit_kind}, .what = what, .cursor = cursor, .length = length};
  memcpy(event->text, text, length);
  event->text[length] = '\0';
  self->waiting = 0;
  uv_poll_stop(&self->poll);
  loop_finish(&event->done);
}

static void stop_editing(struct lineedit *self)
{
  if (!self->editing) return;
  self->editing = false;
  uv_poll_stop(&self->poll);
  uv_signal_stop(&self->stop);
  uv_signal_stop(&self->resize);
  if (self->marks_pastes) fputs(PASTE_OFF, stdout);
  el_set(self->el, EL_UNBUFFERED, 0);
  fflush(stdout);
}

static void finish_tab(struct lineedit *self)
{
  const LineInfo *line = el_line(self->el);
  size_t length = (size_t)(line->lastchar - line->buffer);
  finish(self, LINEEDIT_TAB, line->buffer, length, (size_t)(line->cursor - line->buffer));
}

/* Gives libedit one key. */
static void take_key(struct lineedit *self)
{
  int count = 0;
  self->tab = self->escaped = false;
  const char *text = el_gets(self->el, &count);
  if (self->tab) {
    finish_tab(self);
  } else if (text && count > 0 && text[count - 1] == '\n') {
    stop_editing(self);
    finish(self, LINEEDIT_LINE, text, (size_t)count - 1, (size_t)count - 1);
  } else if (text && count == 1 && text[0] == END_OF_FILE) {
    stop_editing(self);
    finish(self, LINEEDIT_END, "", 0, 0);
  }
}

static bool has_char(struct lineedit *self)
{
  size_t at = self->at;
  bool pasting = self->pasting;
  wchar_t c;
  bool found = take_char(self, &c);
  if (found) {
    self->at = at;
    self->pasting = pasting;
  }
  return found;
}

/* Works on what has been typed until somebody has to be told. */
static void work(struct lineedit *self)
{
  while (self->waiting && has_char(self)) take_key(self);
  if (!self->waiting) return;
  if (self->ended) {
    stop_editing(self);
    finish(self, LINEEDIT_END, "", 0, 0);
  }
}

static void readable(uv_poll_t *poll, int status, int events)
{
  struct lineedit *self = poll->data;
  (void)events;
  if (status < 0)
    self->ended = true;
  else
    read_bytes(self);
  work(self);
}

static unsigned columns_of(void)
{
  struct winsize size;
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* How many rows the cursor stands below the prompt. A line that was brought back may have several lines in it. */
static size_t rows_above(struct lineedit *self)
{
  const LineInfo *line = el_line(self->el);
  size_t rows = 0, columns = columns_of(), width = text_width(self->prompt, strlen(self->prompt));
  for (const char *at = line->buffer; at <= line->cursor;) {
    const char *end = memchr(at, '\n', (size_t)(line->cursor - at));
    width += text_width(at, (size_t)((end ? end : line->cursor) - at));
    rows += width / columns + (end ? 1 : 0);
    width = 0;
    at = end ? end + 1 : line->cursor + 1;
  }
  return rows;
}

/* Moves to where the prompt begins and clears the screen from there. */
static void clear_line(struct lineedit *self)
{
  size_t rows = rows_above(self);
  if (rows > 0) printf("\033[%zuA", rows);
  fputs("\r\033[J", stdout);
}

/* Ctrl-Z: the shell finds the terminal as it left it, and the line comes back with `fg`. */
static void stopped(uv_signal_t *handle, int signum)
{
  struct lineedit *self = handle->data;
  (void)signum;
  fputs(PASTE_OFF, stdout);
  el_set(self->el, EL_PREP_TERM, 0);
  fputs("\n", stdout);
  fflush(stdout);
  raise(SIGSTOP);
  el_set(self->el, EL_PREP_TERM, 1);
  if (self->marks_pastes) fputs(PASTE_ON, stdout);
  el_set(self->el, EL_REFRESH);
}

/* The window has another size: the line is laid out anew. */
static void resized(uv_signal_t *handle, int signum)
{
  struct lineedit *self = handle->data;
  (void)signum;
  clear_line(self);
  el_resize(self->el);
  el_set(self->el, EL_REFRESH);
}

/* A description of its own: the shell's would become non-blocking for everybody who shares it. */
static int open_terminal(void)
{
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return -ENOTTY;
  const char *name = ttyname(STDIN_FILENO);
  int fd = open(name ? name : "/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  return fd < 0 ? -errno : fd;
}

static void bind_keys(EditLine *el)
{
  el_set(el, EL_EDITOR, "emacs");
  el_source(el, NULL); /* what the user has in ~/.editrc */
  el_set(el, EL_ADDFN, "viva-tab", "Completes the word", tab_pressed);
  el_set(el, EL_BIND, "^I", "viva-tab", NULL);
  /* These look for what has been typed so far; libedit's own search reads keys by itself: nothing else would go on. */
  el_set(el, EL_BIND, "^R", "ed-search-prev-history", NULL);
  el_set(el, EL_BIND, "^S", "ed-search-next-history", NULL);
  el_set(el, EL_BIND, "^W", "ed-delete-prev-word", NULL);
  el_set(el, EL_BIND, "\033[3~", "ed-delete-next-char", NULL);
  el_set(el, EL_BIND, "\033[1;5D", "ed-prev-word", NULL);
  el_set(el, EL_BIND, "\033[1;5C", "em-next-word", NULL);
  el_set(el, EL_BIND, "^V", "ed-unassigned", NULL);
}

/* libedit counts a wide character as one column when it moves the rest of a line by inserting or deleting: it is told
 * that the terminal can do neither, and draws the rest anew. */
static void draw_anew(EditLine *el)
{
  static const char *const abilities[] = {"im", "ic", "IC", "dm", "dc", "DC", NULL};
  for (int i = 0; abilities[i]; i++) el_set(el, EL_SETTC, abilities[i], "", NULL);
}

static int make_editor(struct lineedit *self)
{
  HistEvent event;
  self->in = fdopen(self->fd, "r");
  self->el = self->in ? el_init("viva", self->in, stdout, stderr) : NULL;
  self->history = history_init();
  self->prompt = strdup("");
  if (!self->el || !self->history || !self->prompt) return -ENOMEM;
  el_set(self->el, EL_CLIENTDATA, self);
  el_set(self->el, EL_PROMPT, prompt_of);
  el_set(self->el, EL_GETCFN, next_char);
  history(self->history, &event, H_SETSIZE, MOST_REMEMBERED);
  history(self->history, &event, H_SETUNIQUE, 1);
  el_set(self->el, EL_HIST, history, self->history);
  draw_anew(self->el);
  bind_keys(self->el);
  return 0;
}

static void handle_closed(uv_handle_t *handle)
{
  struct lineedit *self = handle->data;
  if (--self->open_handles > 0) return;
  if (self->el) el_end(self->el);
  if (self->history) history_end(self->history);
  if (self->in)
    fclose(self->in);
  else
    close(self->fd);
  free(self->prompt);
  free(self);
}

int lineedit_open(struct lineedit **opened)
{
  int fd = open_terminal();
  if (fd < 0) return fd;
  uv_loop_t *uv = loop_uv();
  struct lineedit *self = uv ? calloc(1, sizeof *self) : NULL;
  if (!self) {
    close(fd);
    return -ENOMEM;
  }
  self->fd = fd;
  if (!setlocale(LC_CTYPE, "C.UTF-8")) setlocale(LC_CTYPE, "");
  const char *kind = getenv("TERM");
  self->marks_pastes = kind && strcmp(kind, "dumb") != 0;
  self->poll.data = self->stop.data = self->resize.data = self;
  int failed = uv_poll_init(uv, &self->poll, fd);
  if (failed) {
    close(fd);
    free(self);
    return failed;
  }
  uv_signal_init(uv, &self->stop);
  uv_signal_init(uv, &self->resize);
  self->open_handles = 3;
  failed = make_editor(self);
  if (failed)
    lineedit_close(self);
  else
    *opened = self;
  return failed;
}

int lineedit_prompt(struct lineedit *self, const char *prompt)
{
  char *copy = strdup(prompt);
  if (!copy) return -ENOMEM;
  if (self->editing) clear_line(self);
  free(self->prompt);
  self->prompt = copy;
  if (self->editing) el_set(self->el, EL_REFRESH);
  return 0;
}

int lineedit_start(struct lineedit *self, const char *prompt)
{
  if (self->editing) return -EBUSY;
  int failed = lineedit_prompt(self, prompt);
  if (failed) return failed;
  self->editing = true;
  if (self->marks_pastes) fputs(PASTE_ON, stdout);
  el_set(self->el, EL_UNBUFFERED, 1); /* shows the prompt */
  uv_signal_start(&self->stop, stopped, SIGTSTP);
  uv_signal_start(&self->resize, resized, SIGWINCH);
  return 0;
}

uint64_t lineedit_event(struct lineedit *self)
{
  if (!self->editing || self->waiting) return 0;
  self->waiting = loop_id();
  uint64_t id = self->waiting;
  uv_poll_start(&self->poll, UV_READABLE | UV_DISCONNECT, readable);
  work(self);
  return id;
}

void lineedit_insert(struct lineedit *self, unsigned erased, const char *text)
{
  if (!self->editing) return;
  clear_line(self);
  if (erased > 0) el_deletestr(self->el, (int)erased);
  if (text[0]) el_insertstr(self->el, text);
  el_set(self->el, EL_REFRESH);
}

void lineedit_say(struct lineedit *self, const char *text, size_t length)
{
  if (self->editing) clear_line(self);
  fwrite(text, 1, length, stdout);
  if (self->editing) el_set(self->el, EL_REFRESH);
  fflush(stdout);
}

void lineedit_cancel(struct lineedit *self)
{
  self->at = self->length = 0;
  self->pasting = false;
  if (!self->editing) return;
  fputs("^C\n", stdout);
  stop_editing(self);
  if (self->waiting) finish(self, LINEEDIT_CANCELLED, "", 0, 0);
}

void lineedit_remember(struct lineedit *self, const char *line)
{
  HistEvent event;
  history(self->history, &event, H_ENTER, line);
}

void lineedit_close(struct lineedit *self)
{
  if (!self) return;
  stop_editing(self);
  if (self->waiting) finish(self, LINEEDIT_END, "", 0, 0);
  uv_close((uv_handle_t *)&self->poll, handle_closed);
  uv_close((uv_handle_t *)&self->stop, handle_closed);
  uv_close((uv_handle_t *)&self->resize, handle_closed);
}
