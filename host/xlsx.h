/* xlsx.h: a workbook for spreadsheets, sheet by sheet, made by libxlsxwriter. The same calls make the same bytes: nothing
 * in the file tells of the time. Text is never a formula. */
#ifndef VIVA_XLSX_H
#define VIVA_XLSX_H

#include <stddef.h>
#include <stdint.h>

enum { XLSX_ROWS = 1048576, XLSX_COLUMNS = 16384, XLSX_TEXT = 32767 }; /* XLSX_TEXT: characters in a cell */

enum xlsx_style {
  XLSX_PLAIN,
  XLSX_BOLD,
  XLSX_HEAD,
  XLSX_GROUP,
  XLSX_DIM,
  XLSX_WRAP,
  XLSX_TITLE,
  XLSX_WARN,
  XLSX_PERCENT, /* one digit after the point */
  XLSX_PERCENT2,
  XLSX_PERCENT_BOLD,
  XLSX_PERCENT2_BOLD,
  XLSX_STYLES
};

struct xlsx;

/* A workbook that will be written to path. Returns NULL when there is no memory. */
struct xlsx *xlsx_new(const char *path, const char *title);

/* These return 0 or an error that xlsx_text_of_error explains. */

/* Begins a sheet; the first `frozen` rows stay in view. A name has at most 31 characters, none of []:*?/\, and is unique. */
int xlsx_sheet(struct xlsx *book, const char *name, uint32_t frozen);

/* Of the sheet begun last. Rows and columns count from 0. */
int xlsx_width(struct xlsx *book, uint32_t column, double width);
int xlsx_text(struct xlsx *book, uint32_t row, uint32_t column, const char *text, enum xlsx_style style);
int xlsx_number(struct xlsx *book, uint32_t row, uint32_t column, double number, enum xlsx_style style);

/* Writes the file and frees the workbook, whatever comes of it. */
int xlsx_save(struct xlsx *book);

/* Frees a workbook that is not wanted; writes nothing. */
void xlsx_free(struct xlsx *book);

const char *xlsx_text_of_error(int error);

#endif
