/* Workbooks: the same calls make the same bytes, what a spreadsheet refuses is told, nothing is left of one not wanted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* cmocka wants the headers above first. */
#include <cmocka.h>

#include "xlsx.h"

static char folder[] = "/tmp/viva-xlsx-XXXXXX";

static const char *path_of(const char *name)
{
  static char path[128];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static void make(const char *name)
{
  struct xlsx *book = xlsx_new(path_of(name), "A title");
  assert_non_null(book);
  assert_int_equal(xlsx_sheet(book, "模型", 1), 0);
  assert_int_equal(xlsx_width(book, 0, 20), 0);
  assert_int_equal(xlsx_text(book, 0, 0, "Model", XLSX_HEAD), 0);
  assert_int_equal(xlsx_text(book, 1, 0, "=1+1 & <b>", XLSX_BOLD), 0);
  assert_int_equal(xlsx_number(book, 1, 1, 0.667, XLSX_PERCENT), 0);
  assert_int_equal(xlsx_sheet(book, "Second", 0), 0);
  assert_int_equal(xlsx_number(book, 0, 0, 7, XLSX_PLAIN), 0);
  assert_int_equal(xlsx_save(book), 0);
}

static size_t read_all(const char *name, char *bytes, size_t most)
{
  FILE *file = fopen(path_of(name), "rb");
  assert_non_null(file);
  size_t length = fread(bytes, 1, most, file);
  fclose(file);
  return length;
}

static void made_twice_a_workbook_is_the_same_to_the_byte(void **state)
{
  (void)state;
  static char first[65536], second[65536];
  make("one.xlsx");
  make("two.xlsx");
  size_t length = read_all("one.xlsx", first, sizeof first);
  assert_true(length > 1000 && length < sizeof first);
  assert_int_equal(read_all("two.xlsx", second, sizeof second), length);
  assert_memory_equal(first, second, length);
  assert_memory_equal(first, "PK", 2);
}

static void what_a_spreadsheet_refuses_is_told(void **state)
{
  (void)state;
  struct xlsx *book = xlsx_new(path_of("refused.xlsx"), "");
  int error = xlsx_sheet(book, "a/b", 0);
  assert_int_not_equal(error, 0);
  assert_non_null(strstr(xlsx_text_of_error(error), "character"));
  assert_int_not_equal(xlsx_sheet(book, "a name that is longer than 31 characters", 0), 0);
  assert_int_equal(xlsx_sheet(book, "One", 0), 0);
  assert_int_not_equal(xlsx_sheet(book, "ONE", 0), 0);
  char *text = malloc(XLSX_TEXT + 2);
  memset(text, 'x', XLSX_TEXT + 1);
  text[XLSX_TEXT + 1] = 0;
  assert_int_not_equal(xlsx_text(book, 0, 0, text, XLSX_PLAIN), 0);
  text[XLSX_TEXT] = 0;
  assert_int_equal(xlsx_text(book, 0, 0, text, XLSX_PLAIN), 0);
  free(text);
  assert_int_not_equal(xlsx_number(book, XLSX_ROWS, 0, 1, XLSX_PLAIN), 0);
  xlsx_free(book);
  assert_int_not_equal(access(path_of("refused.xlsx"), F_OK), 0);
}

static void a_file_that_cannot_be_written_is_told(void **state)
{
  (void)state;
  struct xlsx *book = xlsx_new(path_of("gone/away.xlsx"), "");
  assert_int_equal(xlsx_sheet(book, "One", 0), 0);
  int error = xlsx_save(book);
  assert_int_not_equal(error, 0);
  assert_true(strlen(xlsx_text_of_error(error)) > 10);
}

static int make_folder(void **state)
{
  (void)state;
  return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
  (void)state;
  unlink(path_of("one.xlsx"));
  unlink(path_of("two.xlsx"));
  return rmdir(folder);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(made_twice_a_workbook_is_the_same_to_the_byte),
      cmocka_unit_test(what_a_spreadsheet_refuses_is_told),
      cmocka_unit_test(a_file_that_cannot_be_written_is_told),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
