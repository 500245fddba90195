/* lua_lineedit.c: lines typed at a terminal as Lua sees them.
 *
 *   lineedit.open() -> e | nil, text, code     code ENOTTY where standard input or output is no terminal
 *   e:start(prompt)                            shows the prompt and an empty line
 *   e:event() -> id                            ends with "line", text | "tab", text before the cursor, text behind it |
 *                                              "cancelled" | "end" (Ctrl-D, or the terminal is gone); after a tab the same
 *                                              line goes on with the next event
 *   e:insert(text [, erased])                  at the cursor, in place of so many characters before it
 *   e:say(text)                                writes above the line; e:prompt(text): another prompt before the same line
 *   e:cancel()                                 gives the line up
 *   e:remember(line)                           for the arrow keys
 *   e:close()                                  gives the terminal back; also at the end of a `<close>` variable */
#include <errno.h>
#include <lauxlib.h>

#include "check.h"
#include "lineedit.h"

#define TYPE "viva.lineedit"

struct handle {
  struct lineedit *editor; /* NULL: closed */
};

static struct lineedit *check_editor(lua_State *L)
{
  struct handle *handle = luaL_checkudata(L, 1, TYPE);
  if (!handle->editor) luaL_error(L, "this line editor is closed");
  return handle->editor;
}

static int push_event(void *state, struct loop_done *done)
{
  static const char *const names[] = {"line", "tab", "end", "cancelled"};
  const struct lineedit_event *event = (struct lineedit_event *)done;
  lua_pushstring(state, names[event->what]);
  lua_pushlstring(state, event->text, event->cursor);
  if (event->what != LINEEDIT_TAB) return event->what == LINEEDIT_LINE ? 2 : (lua_pop((lua_State *)state, 1), 1);
  lua_pushlstring(state, event->text + event->cursor, event->length - event->cursor);
  return 3;
}

/* lineedit.open() -> e */
static int lineedit_lua_open(lua_State *L)
{
  struct handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
  handle->editor = NULL;
  luaL_setmetatable(L, TYPE);
  int failed = lineedit_open(&handle->editor);
  if (failed == -ENOTTY) return viva_fail(L, "ENOTTY", "standard input or output is no terminal");
  if (failed) return viva_fail_errno(L, -failed, "the terminal");
  return 1;
}

/* e:start(prompt) */
static int lineedit_lua_start(lua_State *L)
{
  struct lineedit *editor = check_editor(L);
  int failed = lineedit_start(editor, luaL_checkstring(L, 2));
  if (failed) return luaL_error(L, failed == -EBUSY ? "a line is being edited already" : "not enough memory");
  return 0;
}

/* e:event() -> id */
static int lineedit_lua_event(lua_State *L)
{
  uint64_t id = lineedit_event(check_editor(L));
  if (id == 0) return luaL_error(L, "no line is being edited, or its event is waited for already");
  lua_pushinteger(L, (lua_Integer)id);
  return 1;
}

/* e:insert(text [, erased]) */
static int lineedit_lua_insert(lua_State *L)
{
  struct lineedit *editor = check_editor(L);
  lua_Integer erased = luaL_optinteger(L, 3, 0);
  luaL_argcheck(L, erased >= 0 && erased < 1 << 20, 3, "a count of characters expected");
  lineedit_insert(editor, (unsigned)erased, luaL_checkstring(L, 2));
  return 0;
}

/* e:say(text) */
static int lineedit_lua_say(lua_State *L)
{
  size_t length;
  struct lineedit *editor = check_editor(L);
  const char *text = luaL_checklstring(L, 2, &length);
  lineedit_say(editor, text, length);
  return 0;
}

/* e:prompt(text) */
static int lineedit_lua_prompt(lua_State *L)
{
  struct lineedit *editor = check_editor(L);
  if (lineedit_prompt(editor, luaL_checkstring(L, 2)) != 0) return luaL_error(L, "not enough memory");
  return 0;
}

/* e:cancel() */
static int lineedit_lua_cancel(lua_State *L)
{
  lineedit_cancel(check_editor(L));
  return 0;
}

/* e:remember(line) */
static int lineedit_lua_remember(lua_State *L)
{
  struct lineedit *editor = check_editor(L);
  lineedit_remember(editor, luaL_checkstring(L, 2));
  return 0;
}

/* e:close(); also __gc and __close */
static int lineedit_lua_close(lua_State *L)
{
  struct handle *handle = luaL_checkudata(L, 1, TYPE);
  lineedit_close(handle->editor);
  handle->editor = NULL;
  return 0;
}

static const luaL_Reg functions[] = {
    {"open", lineedit_lua_open},
    {NULL, NULL},
};

static const luaL_Reg methods[] = {
    {"start", lineedit_lua_start},       {"event", lineedit_lua_event},   {"insert", lineedit_lua_insert},
    {"say", lineedit_lua_say},           {"prompt", lineedit_lua_prompt}, {"cancel", lineedit_lua_cancel},
    {"remember", lineedit_lua_remember}, {"close", lineedit_lua_close},   {NULL, NULL},
};

int luaopen_viva_lineedit(lua_State *L);

int luaopen_viva_lineedit(lua_State *L)
{
  lineedit_kind.push = push_event;
  viva_type(L, TYPE, methods, lineedit_lua_close);
  luaL_newlib(L, functions);
  return 1;
}
