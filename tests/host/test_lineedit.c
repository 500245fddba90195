/* The line editor at a pseudo-terminal of its own: a child edits, its parent types. */
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
/* cmocka wants the headers above first */
#include <cmocka.h>

#include "lineedit.h"
#include "loop.h"

/* Waits for the next event and writes it as "what|text|cursor". */
static enum lineedit_what next_event(struct lineedit *editor)
{
  uint64_t id = lineedit_event(editor);
  if (id == 0) _exit(3);
  struct lineedit_event *event = (struct lineedit_event *)loop_wait(60000);
  if (!event || event->done.id != id) _exit(4);
  enum lineedit_what what = event->what;
  printf("<%d|%s|%zu>\n", (int)what, event->text, event->cursor);
  fflush(stdout);
  event->done.kind->free(&event->done);
  return what;
}

static void edit_lines(void)
{
  struct lineedit *editor;
  if (lineedit_open(&editor) != 0) _exit(2);
  lineedit_remember(editor, "earlier");
  enum lineedit_what what = LINEEDIT_LINE;
  while (what != LINEEDIT_END) {
    if (what == LINEEDIT_LINE && lineedit_start(editor, "> ") != 0) _exit(5);
    if (what == LINEEDIT_TAB) lineedit_insert(editor, 1, "次");
    what = next_event(editor);
  }
  lineedit_close(editor);
  while (loop_pending() > 0) loop_wait(0);
  _exit(loop_wait(0) ? 6 : 0);
}

/* Reads what the child shows until it holds the text; what comes behind it is kept for the next time. */
static void expect(int terminal, const char *text)
{
  static char shown[65536];
  static size_t length;
  char *found;
  while (!(found = strstr(shown, text))) {
    ssize_t got = read(terminal, shown + length, sizeof shown - 1 - length);
    if (got <= 0) fail_msg("'%s' was not shown, but: %s", text, shown);
    length += (size_t)got;
    shown[length] = '\0';
  }
  found += strlen(text);
  length -= (size_t)(found - shown);
  memmove(shown, found, length + 1);
}

static void type(int terminal, const char *text)
{
  assert_int_equal(write(terminal, text, strlen(text)), strlen(text));
}

static void a_line_a_tab_an_earlier_line_and_the_end_are_told(void **state)
{
  (void)state;
  int terminal;
  pid_t child = forkpty(&terminal, NULL, NULL, NULL);
  if (child < 0) skip();
  if (child == 0) edit_lines();
  expect(terminal, "> ");
  type(terminal, "中文\033[Dx\r"); /* left arrow: the letter goes between */
  expect(terminal, "<0|中x文|7>");
  expect(terminal, "> ");
  type(terminal, "一二\t");
  expect(terminal, "<1|一二|6>");
  type(terminal, "\r");
  expect(terminal, "<0|一次|6>");
  expect(terminal, "> ");
  type(terminal, "\033[A\r");
  expect(terminal, "<0|earlier|7>");
  expect(terminal, "> ");
  type(terminal, "\033[200~a\tb\033[201~\r"); /* a tab that was pasted completes nothing */
  expect(terminal, "<0|a  b|4>");
  expect(terminal, "> ");
  type(terminal, "\004");
  expect(terminal, "<2||0>");
  int status;
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_int_equal(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 0);
  close(terminal);
}

static void what_is_no_terminal_is_refused(void **state)
{
  (void)state;
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  int kept = dup(STDIN_FILENO);
  assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
  struct lineedit *editor = NULL;
  assert_true(lineedit_open(&editor) < 0);
  assert_null(editor);
  assert_true(dup2(kept, STDIN_FILENO) >= 0);
  close(kept);
  close(ends[0]);
  close(ends[1]);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_line_a_tab_an_earlier_line_and_the_end_are_told),
      cmocka_unit_test(what_is_no_terminal_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
