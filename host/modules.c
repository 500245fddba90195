/* modules.c: the one list of the C modules that Lua sees. Four more are loaded from files when they are first required,
 * since their libraries take longer to load than all else: viva.http (libcurl), viva.lineedit (libedit), viva.server
 * (libmicrohttpd) and viva.xlsx (libxlsxwriter). CMakeLists.txt makes them with add_late. */
#include "modules.h"

#include <lauxlib.h>

int luaopen_cjson(lua_State *L);
int luaopen_lfs(lua_State *L);
int luaopen_viva_box(lua_State *L);
int luaopen_viva_chat(lua_State *L);
int luaopen_viva_compare(lua_State *L);
int luaopen_viva_digest(lua_State *L);
int luaopen_viva_file(lua_State *L);
int luaopen_viva_http(lua_State *L);
int luaopen_viva_input(lua_State *L);
int luaopen_viva_json(lua_State *L);
int luaopen_viva_json_writer(lua_State *L);
int luaopen_viva_judges(lua_State *L);
int luaopen_viva_ledger(lua_State *L);
int luaopen_viva_loop(lua_State *L);
int luaopen_viva_plain(lua_State *L);
int luaopen_viva_points(lua_State *L);
int luaopen_viva_ppi(lua_State *L);
int luaopen_viva_process(lua_State *L);
int luaopen_viva_score(lua_State *L);
int luaopen_viva_agreement(lua_State *L);
int luaopen_viva_interval(lua_State *L);
int luaopen_viva_stats(lua_State *L);
int luaopen_viva_store(lua_State *L);
int luaopen_viva_text(lua_State *L);
int luaopen_viva_watch(lua_State *L);

static const luaL_Reg modules[] = {
    {"cjson", luaopen_cjson},
    {"lfs", luaopen_lfs},
    {"viva.box", luaopen_viva_box},
    {"viva.chat", luaopen_viva_chat},
    {"viva.digest", luaopen_viva_digest},
    {"viva.file", luaopen_viva_file},
#ifdef VIVA_KILLPOINTS /* an engine with places to die is the program's own, not a module's */
    {"viva.http", luaopen_viva_http},
#endif
    {"viva.input", luaopen_viva_input},
    {"viva.json", luaopen_viva_json},
    {"viva.json.writer", luaopen_viva_json_writer},
    {"viva.ledger", luaopen_viva_ledger},
    {"viva.loop", luaopen_viva_loop},
    {"viva.plain", luaopen_viva_plain},
    {"viva.process", luaopen_viva_process},
    {"viva.score", luaopen_viva_score},
    {"viva.stats", luaopen_viva_stats},
    {"viva.stats.agreement", luaopen_viva_agreement},
    {"viva.stats.compare", luaopen_viva_compare},
    {"viva.stats.interval", luaopen_viva_interval},
    {"viva.stats.judges", luaopen_viva_judges},
    {"viva.stats.points", luaopen_viva_points},
    {"viva.stats.ppi", luaopen_viva_ppi},
    {"viva.store", luaopen_viva_store},
    {"viva.text", luaopen_viva_text},
    {"viva.watch", luaopen_viva_watch},
    {NULL, NULL},
};

void modules_preload(lua_State *L)
{
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_PRELOAD_TABLE);
  luaL_setfuncs(L, modules, 0);
  lua_pop(L, 1);
}
