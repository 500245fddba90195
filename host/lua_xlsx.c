/* lua_xlsx.c: workbooks for spreadsheets.
 *
 *   xlsx.new(path, title) -> b                     a workbook that save() writes to path
 *   b:sheet(name, frozen) -> true | nil, text, code    begins a sheet whose first `frozen` rows stay in view
 *   b:width(column, width)                         of the sheet begun last; columns and rows count from 1
 *   b:cell(row, column, value, style)              a text or a number; style "plain" when left out
 *   b:save() -> true | nil, text, code             writes the file and closes
 *   b:close()                                      closes and writes nothing; safe twice, also as a to-be-closed variable
 *
 * Styles: plain, bold, head, group, dim, wrap, title, warn, percent, percent2, percent_bold, percent2_bold. */
#include <lauxlib.h>

#include "check.h"
#include "xlsx.h"

#define TYPE "viva.xlsx"

static const char *const styles[] = {"plain", "bold", "head", "group", "dim", "wrap", "title", "warn", "percent",
    "percent2", "percent_bold", "percent2_bold", NULL};

struct handle {
  struct xlsx *book; /* NULL: closed */
  int sheets;
};

static struct handle *check_handle(lua_State *L)
{
  struct handle *handle = luaL_checkudata(L, 1, TYPE);
  if (!handle->book) luaL_error(L, "the workbook is closed");
  return handle;
}

static int result(lua_State *L, int error)
{
  if (error) return viva_fail(L, "xlsx", "%s", xlsx_text_of_error(error));
  lua_pushboolean(L, 1);
  return 1;
}

static uint32_t check_place(lua_State *L, int index, lua_Integer most)
{
  lua_Integer place = luaL_checkinteger(L, index);
  luaL_argcheck(L, place >= 1 && place <= most, index, "no such row or column");
  return (uint32_t)place - 1;
}

/* xlsx.new(path, title) -> b */
static int xlsx_lua_new(lua_State *L)
{
  const char *path = luaL_checkstring(L, 1), *title = luaL_optstring(L, 2, "");
  struct handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
  *handle = (struct handle){NULL, 0};
  luaL_setmetatable(L, TYPE);
  handle->book = xlsx_new(path, title);
  return handle->book ? 1 : luaL_error(L, "not enough memory");
}

/* b:sheet(name, frozen) -> true */
static int xlsx_lua_sheet(lua_State *L)
{
  struct handle *handle = check_handle(L);
  int error = xlsx_sheet(handle->book, luaL_checkstring(L, 2), (uint32_t)luaL_optinteger(L, 3, 0));
  if (!error) handle->sheets++;
  return result(L, error);
}

static struct xlsx *check_sheet(lua_State *L)
{
  struct handle *handle = check_handle(L);
  if (handle->sheets == 0) luaL_error(L, "the workbook has no sheet yet");
  return handle->book;
}

/* b:width(column, width) -> true */
static int xlsx_lua_width(lua_State *L)
{
  struct xlsx *book = check_sheet(L);
  return result(L, xlsx_width(book, check_place(L, 2, XLSX_COLUMNS), luaL_checknumber(L, 3)));
}

/* b:cell(row, column, value, style) -> true */
static int xlsx_lua_cell(lua_State *L)
{
  struct xlsx *book = check_sheet(L);
  uint32_t row = check_place(L, 2, XLSX_ROWS), column = check_place(L, 3, XLSX_COLUMNS);
  enum xlsx_style style = (enum xlsx_style)luaL_checkoption(L, 5, "plain", styles);
  if (lua_type(L, 4) == LUA_TNUMBER) return result(L, xlsx_number(book, row, column, lua_tonumber(L, 4), style));
  return result(L, xlsx_text(book, row, column, luaL_checkstring(L, 4), style));
}

/* b:save() -> true */
static int xlsx_lua_save(lua_State *L)
{
  struct handle *handle = check_handle(L);
  struct xlsx *book = check_sheet(L);
  handle->book = NULL;
  return result(L, xlsx_save(book));
}

/* b:close(); also __gc and __close */
static int xlsx_lua_close(lua_State *L)
{
  struct handle *handle = luaL_checkudata(L, 1, TYPE);
  struct xlsx *book = handle->book;
  handle->book = NULL;
  if (book) xlsx_free(book);
  return 0;
}

static const luaL_Reg methods[] = {
    {"sheet", xlsx_lua_sheet},
    {"width", xlsx_lua_width},
    {"cell", xlsx_lua_cell},
    {"save", xlsx_lua_save},
    {"close", xlsx_lua_close},
    {NULL, NULL},
};

static const luaL_Reg functions[] = {
    {"new", xlsx_lua_new},
    {NULL, NULL},
};

int luaopen_viva_xlsx(lua_State *L);

int luaopen_viva_xlsx(lua_State *L)
{
  viva_type(L, TYPE, methods, xlsx_lua_close);
  luaL_newlib(L, functions);
  return 1;
}
