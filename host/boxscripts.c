/* Inside the box `require` knows: "box.NAME" (scripts/box/NAME.lua), "json" (scripts/json.lua), the modules viva.text,
 * viva.json, viva.json.writer, viva.score and cjson, and viva.inside:
 *
 *   inside.compile(source, name, globals) -> function | nil, message      text only, never compiled code
 *   inside.line([coroutine]) -> the line of the file's own code that is running, or 0
 *   inside.within(line)      the file's function that begins there is called next; 0: it has ended
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
int luaopen_viva_json_writer(lua_State *L);
int luaopen_viva_score(lua_State *L);
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

/* inside.line([coroutine]) -> line */
static int inside_line(lua_State *L)
{
  lua_State *co = lua_tothread(L, 1);
  lua_pushinteger(L, boxstate_line(co ? co : L));
  return 1;
}

/* inside.within(line) */
static int inside_within(lua_State *L)
{
  boxstate_of(L)->rule = (int)luaL_checkinteger(L, 1);
  return 0;
}

static int open_inside(lua_State *L)
{
  static const luaL_Reg functions[] = {
      {"compile", inside_compile}, {"line", inside_line}, {"within", inside_within}, {NULL, NULL}};
  luaL_newlib(L, functions);
  return 1;
}

static const luaL_Reg modules[] = {{"cjson", luaopen_cjson},
                                   {"viva.inside", open_inside},
                                   {"viva.json", luaopen_viva_json},
                                   {"viva.json.writer", luaopen_viva_json_writer},
                                   {"viva.score", luaopen_viva_score},
                                   {"viva.text", luaopen_viva_text},
                                   {NULL, NULL}};

/* Read before the process locks itself in; compiled when first asked for, and the compiled code kept for further
 * states. */
struct script {
  char name[64];
  char *source;
  size_t source_length;
  char *code;
  size_t length;
  size_t room;
};

static struct script *scripts;
static size_t script_count;

static char *read_whole(const char *path, size_t *length)
{
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  char *bytes = NULL;
  long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : -1;
  if (size >= 0 && fseek(file, 0, SEEK_SET) == 0) bytes = malloc((size_t)size + 1);
  if (bytes) *length = fread(bytes, 1, (size_t)size, file);
  fclose(file);
  return bytes;
}

static int add(const char *path, const char *name)
{
  struct script *more = realloc(scripts, (script_count + 1) * sizeof *scripts);
  if (!more) return 0;
  scripts = more;
  struct script *script = &scripts[script_count];
  *script = (struct script){0};
  snprintf(script->name, sizeof script->name, "%s", name);
  script->source = read_whole(path, &script->source_length);
  if (script->source) script_count++;
  return script->source != NULL;
}

static int add_folder(const char *folder)
{
  char path[PATH_MAX], name[80];
  snprintf(path, sizeof path, "%s/box", folder);
  DIR *directory = opendir(path);
  if (!directory) return 0;
  int good = 1;
  for (struct dirent *entry; good && (entry = readdir(directory));) {
    size_t length = strlen(entry->d_name);
    if (entry->d_name[0] == '.' || length < 5 || length > 60 || strcmp(entry->d_name + length - 4, ".lua") != 0)
      continue;
    snprintf(path, sizeof path, "%s/box/%s", folder, entry->d_name);
    snprintf(name, sizeof name, "box.%.*s", (int)length - 4, entry->d_name);
    good = add(path, name);
  }
  closedir(directory);
  snprintf(path, sizeof path, "%s/json.lua", folder);
  return good && add(path, "json");
}

const char *boxscripts_read(const char *folder)
{
  static char problem[PATH_MAX + 64];
  if (add_folder(folder)) return NULL;
  snprintf(problem, sizeof problem, "%s: the box's scripts cannot be read", folder);
  return problem;
}

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

static void push_script(lua_State *L, struct script *script)
{
  const char *chunk = lua_pushfstring(L, "=%s", script->name);
  int status = script->code ? luaL_loadbufferx(L, script->code, script->length, chunk, "b")
                            : luaL_loadbufferx(L, script->source, script->source_length, chunk, "t");
  if (status != LUA_OK) lua_error(L);
  if (!script->code && lua_dump(L, gather, script, 0) != 0) {
    free(script->code);
    script->code = NULL;
    script->length = script->room = 0;
    luaL_error(L, "not enough memory");
  }
  lua_remove(L, -2);
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
    push_script(L, &scripts[i]);
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
