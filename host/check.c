#include "check.h"

#include <lauxlib.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int viva_fail(lua_State *L, const char *code, const char *format, ...)
{
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  lua_pushnil(L);
  lua_pushstring(L, text);
  lua_pushstring(L, code);
  return 3;
}

int viva_fail_errno(lua_State *L, int saved_errno, const char *what)
{
  return viva_fail(L, strerrorname_np(saved_errno) ? strerrorname_np(saved_errno) : "errno", "%s: %s", what,
                   strerror(saved_errno));
}

void viva_type(lua_State *L, const char *name, const luaL_Reg *methods, lua_CFunction close)
{
  luaL_newmetatable(L, name);
  lua_pushcfunction(L, close);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, close);
  lua_setfield(L, -2, "__close");
  lua_newtable(L); /* metatable methods */
  luaL_setfuncs(L, methods, 0);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
}

void viva_bad_option(lua_State *L, int index, const char *name, const char *wanted)
{
  luaL_argerror(L, index, lua_pushfstring(L, "option '%s': %s expected", name, wanted));
}

static bool is_listed(const char *name, const char *const *list)
{
  for (; *list; list++)
    if (strcmp(name, *list) == 0) return true;
  return false;
}

void viva_check_options(lua_State *L, int index, const char *const *known, const char *also)
{
  if (lua_isnoneornil(L, index)) return;
  luaL_checktype(L, index, LUA_TTABLE);
  lua_pushnil(L);
  while (lua_next(L, index)) { /* name value */
    const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "?";
    if (!is_listed(name, known) && !(also && strcmp(name, also) == 0))
      luaL_argerror(L, index, lua_pushfstring(L, "unknown option '%s'", name));
    lua_pop(L, 1);
  }
}

int viva_push_option(lua_State *L, int index, const char *name)
{
  if (!lua_istable(L, index)) {
    lua_pushnil(L);
    return LUA_TNIL;
  }
  return lua_getfield(L, index, name);
}

double viva_number_option(lua_State *L, int index, const char *name, double usual, double least, double most)
{
  double value = usual;
  if (viva_push_option(L, index, name) != LUA_TNIL) {
    value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : NAN;
    if (!(value >= least && value <= most))
      viva_bad_option(L, index, name, lua_pushfstring(L, "a number between %f and %f", least, most));
  }
  lua_pop(L, 1);
  return value;
}

size_t viva_count_option(lua_State *L, int index, const char *name, size_t usual, size_t least, size_t most)
{
  double value = viva_number_option(L, index, name, (double)usual, (double)least, (double)most);
  if (value != floor(value)) viva_bad_option(L, index, name, "a whole number");
  return (size_t)value;
}

bool viva_flag_option(lua_State *L, int index, const char *name, bool usual)
{
  int type = viva_push_option(L, index, name);
  if (type != LUA_TNIL && type != LUA_TBOOLEAN) viva_bad_option(L, index, name, "true or false");
  bool value = type == LUA_TNIL ? usual : lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

unsigned viva_check_name(lua_State *L, int index, const char *option, const char *const *names)
{
  const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
  for (unsigned i = 0; names[i]; i++)
    if (strcmp(name, names[i]) == 0) return i;
  luaL_Buffer list;
  luaL_buffinit(L, &list);
  for (unsigned i = 0; names[i]; i++) {
    luaL_addstring(&list, i ? ", " : "one of ");
    luaL_addstring(&list, names[i]);
  }
  luaL_pushresult(&list);
  viva_bad_option(L, index, option, lua_tostring(L, -1));
  return 0;
}

unsigned viva_name_option(lua_State *L, int index, const char *option, const char *const *names, unsigned usual)
{
  unsigned value = viva_push_option(L, index, option) == LUA_TNIL ? usual : viva_check_name(L, index, option, names);
  lua_pop(L, 1);
  return value;
}
