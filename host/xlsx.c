#include "xlsx.h"

#include <stdlib.h>
#include <xlsxwriter.h>

enum { CREATED = 946684800 }; /* 2000-01-01: a workbook made twice is the same */

enum { A4 = 9 };

enum { BOLD = 1, ITALIC = 2, WRAP = 4, LINE = 8 };

/* What each style looks like. */
static const struct look {
  const char *number;
  unsigned flags;
  lxw_color_t color;
  double size;
} looks[XLSX_STYLES] = {
    [XLSX_PLAIN] = {NULL, 0, 0, 0},
    [XLSX_BOLD] = {NULL, BOLD, 0, 0},
    [XLSX_HEAD] = {NULL, BOLD | WRAP | LINE, 0, 0},
    [XLSX_GROUP] = {NULL, BOLD | ITALIC, 0x5B6675, 0},
    [XLSX_DIM] = {NULL, 0, 0x5B6675, 0},
    [XLSX_WRAP] = {NULL, WRAP, 0, 0},
    [XLSX_TITLE] = {NULL, BOLD, 0, 14},
    [XLSX_WARN] = {NULL, BOLD | WRAP, 0xA3262A, 0},
    [XLSX_PERCENT] = {"0.0%", 0, 0, 0},
    [XLSX_PERCENT2] = {"0.00%", 0, 0, 0},
    [XLSX_PERCENT_BOLD] = {"0.0%", BOLD, 0, 0},
    [XLSX_PERCENT2_BOLD] = {"0.00%", BOLD, 0, 0},
};

struct xlsx {
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_format *formats[XLSX_STYLES]; /* the workbook's own */
};

static lxw_format *new_format(lxw_workbook *book, const struct look *look)
{
  lxw_format *format = workbook_add_format(book);
  if (!format) return NULL;
  format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  if (look->number) format_set_num_format(format, look->number);
  if (look->flags & BOLD) format_set_bold(format);
  if (look->flags & ITALIC) format_set_italic(format);
  if (look->flags & WRAP) format_set_text_wrap(format);
  if (look->flags & LINE) format_set_bottom(format, LXW_BORDER_THIN);
  if (look->color) format_set_font_color(format, look->color);
  if (look->size > 0) format_set_font_size(format, look->size);
  return format;
}

static int dress(struct xlsx *book, const char *title)
{
  for (int style = 0; style < XLSX_STYLES; style++) {
    book->formats[style] = new_format(book->book, &looks[style]);
    if (!book->formats[style]) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  }
  lxw_doc_properties properties = {.title = (char *)(uintptr_t)title, .created = CREATED}; /* it is copied */
  return (int)workbook_set_properties(book->book, &properties);
}

struct xlsx *xlsx_new(const char *path, const char *title)
{
  struct xlsx *book = calloc(1, sizeof *book);
  if (!book) return NULL;
  book->book = workbook_new(path);
  if (!book->book || dress(book, title) != 0) {
    xlsx_free(book);
    return NULL;
  }
  return book;
}

int xlsx_sheet(struct xlsx *book, const char *name, uint32_t frozen)
{
  lxw_error error = workbook_validate_sheet_name(book->book, name);
  if (error) return (int)error;
  lxw_worksheet *sheet = workbook_add_worksheet(book->book, name);
  if (!sheet) return LXW_ERROR_MEMORY_MALLOC_FAILED;
  book->sheet = sheet;
  if (frozen > 0) worksheet_freeze_panes(sheet, frozen, 0);
  worksheet_set_paper(sheet, A4);
  worksheet_set_landscape(sheet);
  worksheet_fit_to_pages(sheet, 1, 0); /* as wide as a page, as long as it takes */
  if (frozen > 0) worksheet_repeat_rows(sheet, 0, frozen - 1);
  return 0;
}

int xlsx_width(struct xlsx *book, uint32_t column, double width)
{
  return (int)worksheet_set_column(book->sheet, (lxw_col_t)column, (lxw_col_t)column, width, NULL);
}

int xlsx_text(struct xlsx *book, uint32_t row, uint32_t column, const char *text, enum xlsx_style style)
{
  return (int)worksheet_write_string(book->sheet, row, (lxw_col_t)column, text, book->formats[style]);
}

int xlsx_number(struct xlsx *book, uint32_t row, uint32_t column, double number, enum xlsx_style style)
{
  return (int)worksheet_write_number(book->sheet, row, (lxw_col_t)column, number, book->formats[style]);
}

int xlsx_save(struct xlsx *book)
{
  lxw_error error = workbook_close(book->book);
  free(book);
  return (int)error;
}

void xlsx_free(struct xlsx *book)
{
  if (book->book) lxw_workbook_free(book->book);
  free(book);
}

const char *xlsx_text_of_error(int error)
{
  return lxw_strerror((lxw_error)error);
}
