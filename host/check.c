#include "check.h"

#include <lauxlib.h>
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
