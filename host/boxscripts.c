/* Inside the box `require` knows: "box.NAME" (scripts/box/NAME.lua), "json" (scripts/json.lua), the modules viva.text, viva.json
 * and cjson, and viva.inside:
 *
 *   inside.compile(source, name, globals) -> function | nil, message      text only, never compiled code
 *   inside.line() -> the line of the file's own code that is running, or 0
 *
 * Experts' files do not see any of it. */
#include "boxscripts.h"

#include <dirent.h>
#include <lauxlib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boxstate.h"

int luaopen_cjson(lua_State *L);
int luaopen_viva_json(lua_State *L);
int luaopen_viva_text(lua_State *L);

/* inside.compile(source, name, globals) -> function | nil, message */
static int inside_compile(lua_State *L)
{
  size_t length;
  const char *source = luaL_checklstring(L, 1, &length), *name = luaL_checkstring(L, 2);
  luaL_checktype(L, 3, LUA_TTABLE);
  if (luaL_loadbufferx(L, source, length, name, "t") != LUA_OK) {
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
  }
  lua_pushvalue(L, 3);
  if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
  return 1;
}

/* inside.line() -> line */
static int inside_line(lua_State *L)
{
  lua_pushinteger(L, boxstate_line(L));
  return 1;
}

static int open_inside(lua_State *L)
{
  static const luaL_Reg functions[] = {{"compile", inside_compile}, {"line", inside_line}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}

static const luaL_Reg modules[] = {
    {"cjson", luaopen_cjson},         {"viva.inside", open_inside}, {"viva.json", luaopen_viva_json},
    {"viva.text", luaopen_viva_text}, {NULL, NULL}};

struct script {
  char name[64];
  char *code; /* compiled */
  size_t length;
  size_t room;
};

static struct script *scripts;
static size_t script_count;
static char problem[1024];

static int gather(lua_State *L, const void *bytes, size_t length, void *to)
{
  struct script *script = to;
  (void)L;
  if (script->room - script->length < length) {
    size_t room = (script->room + length) * 2;
    char *code = realloc(script->code, room);
    if (!code) return 1;
    script->code = code;
    script->room = room;
  }
  memcpy(script->code + script->length, bytes, length);
  script->length += length;
  return 0;
}

static int compile(lua_State *L, const char *path, const char *name)
{
  struct script *more = realloc(scripts, (script_count + 1) * sizeof *scripts);
  if (!more) return 0;
  scripts = more;
  struct script *script = &scripts[script_count++];
  *script = (struct script){0};
  snprintf(script->name, sizeof script->name, "%s", name);
  if (luaL_loadfilex(L, path, "t") != LUA_OK) {
    snprintf(problem, sizeof problem, "%s", lua_tostring(L, -1));
    return 0;
  }
  int good = lua_dump(L, gather, script, 0) == 0;
  lua_pop(L, 1);
  return good;
}

static int compile_folder(lua_State *L, const char *folder)
{
  char path[PATH_MAX], name[80];
  snprintf(path, sizeof path, "%s/box", folder);
  DIR *directory = opendir(path);
  if (!directory) return 0;
  int good = 1;
  for (struct dirent *entry; good && (entry = readdir(directory));) {
    size_t length = strlen(entry->d_name);
    if (entry->d_name[0] == '.' || length < 5 || length > 60 || strcmp(entry->d_name + length - 4, ".lua") != 0) continue;
    snprintf(path, sizeof path, "%s/box/%s", folder, entry->d_name);
    snprintf(name, sizeof name, "box.%.*s", (int)length - 4, entry->d_name);
    good = compile(L, path, name);
  }
  closedir(directory);
  snprintf(path, sizeof path, "%s/json.lua", folder);
  return good && compile(L, path, "json");
}

const char *boxscripts_read(const char *folder)
{
  lua_State *L = luaL_newstate();
  if (!L) return "out of memory";
  snprintf(problem, sizeof problem, "%s: the box's scripts cannot be read", folder);
  int good = compile_folder(L, folder);
  lua_close(L);
  return good ? NULL : problem;
}

static int push_loader(lua_State *L, const char *name)
{
  for (int i = 0; modules[i].name; i++) {
    if (strcmp(modules[i].name, name) != 0) continue;
    lua_pushcfunction(L, modules[i].func);
    return 1;
  }
  for (size_t i = 0; i < script_count; i++) {
    if (strcmp(scripts[i].name, name) != 0) continue;
    if (luaL_loadbufferx(L, scripts[i].code, scripts[i].length, name, "b") != LUA_OK) lua_error(L);
    return 1;
  }
  return 0;
}

/* require(name) -> module; upvalue: those loaded so far */
static int scripts_require(lua_State *L)
{
  const char *name = luaL_checkstring(L, 1);
  lua_settop(L, 1);
  if (lua_getfield(L, lua_upvalueindex(1), name) != LUA_TNIL) return 1;
  if (!push_loader(L, name)) return luaL_error(L, "the box has no module '%s'", name);
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1); /* name nil module */
  lua_pushvalue(L, -1);
  lua_setfield(L, lua_upvalueindex(1), name);
  return 1;
}

void boxscripts_open(lua_State *L)
{
  lua_newtable(L);
  lua_pushcclosure(L, scripts_require, 1);
  lua_setglobal(L, "require");
}
