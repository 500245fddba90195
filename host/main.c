/* main.c: makes the Lua state and hands over to scripts/main.lua. The same binary is the box when it is started as one.
 *
 * Lua sees: arg (the command line, arg[0] the program), viva_root (the folder that holds scripts/, judges/, data/) and
 * viva_version. */
#include <errno.h>
#include <lauxlib.h>
#include <limits.h>
#include <lualib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "blocks.h"
#include "boxchild.h"
#include "modules.h"

#ifndef VIVA_LUA_SHARE
#define VIVA_LUA_SHARE "/usr/share/lua/5.4"
#endif

struct start {
  int argc;
  char **argv;
  char folder[PATH_MAX - 32]; /* holds the program and modules/ */
  char root[PATH_MAX - 32];
};

static void go_up(char *path)
{
  char *slash = strrchr(path, '/');
  if (slash) *slash = '\0';
}

/* The root is the folder above the program's, where scripts/ stands; the source folder of the build otherwise. */
static void find_folders(struct start *start)
{
  char *folder = start->folder, probe[PATH_MAX];
  ssize_t length = readlink("/proc/self/exe", folder, sizeof start->folder - 1);
  folder[length > 0 ? length : 0] = '\0';
  go_up(folder);
  snprintf(start->root, sizeof start->root, "%s", folder);
  go_up(start->root);
  snprintf(probe, sizeof probe, "%s/scripts/main.lua", start->root);
  if (access(probe, R_OK) != 0) snprintf(start->root, sizeof start->root, "%s", VIVA_SOURCE_DIR);
}

static int traceback(lua_State *L)
{
  const char *message = lua_tostring(L, 1);
  if (!message) message = luaL_tolstring(L, 1, NULL);
  luaL_traceback(L, L, message, 1);
  return 1;
}

static void set_arguments(lua_State *L, const struct start *start)
{
  lua_createtable(L, start->argc, 1);
  for (int i = 0; i < start->argc; i++) {
    lua_pushstring(L, start->argv[i]);
    lua_rawseti(L, -2, i);
  }
  lua_setglobal(L, "arg");
  lua_pushstring(L, start->root);
  lua_setglobal(L, "viva_root");
  lua_pushliteral(L, VIVA_VERSION);
  lua_setglobal(L, "viva_version");
}

/* Only the program's own scripts and modules and the distribution's libraries: nothing is loaded from the working
 * directory. */
static void set_paths(lua_State *L, const struct start *start)
{
  lua_getglobal(L, "package");
  lua_pushfstring(L, "%s/scripts/?.lua;%s/?.lua", start->root, VIVA_LUA_SHARE);
  lua_setfield(L, -2, "path");
  lua_pushfstring(L, "%s/modules/?.so", start->folder);
  lua_setfield(L, -2, "cpath");
  lua_pop(L, 1);
}

/* Runs in protected mode, so that even an error of start-up is caught. Returns the exit status. */
static int protected_main(lua_State *L)
{
  const struct start *start = lua_touserdata(L, 1);
  luaL_openlibs(L);
  modules_preload(L);
  set_arguments(L, start);
  set_paths(L, start);
  lua_gc(L, LUA_GCGEN, 0, 0);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "main");
  lua_call(L, 1, 1); /* main */
  lua_getfield(L, -1, "run");
  lua_call(L, 0, 1); /* main status */
  return 1;
}

/* What was printed has been written, or the status says that it was not. A reader that has gone (head) is no failure. */
static int check_output(int status)
{
  bool lost = fflush(stdout) != 0 || ferror(stdout);
  if (!lost || errno == EPIPE) return status;
  fprintf(stderr, "viva: standard output: %s\n", strerror(errno));
  return status ? status : EXIT_FAILURE;
}

static int run_program(struct start *start)
{
  lua_State *L = lua_newstate(blocks_resize, NULL);
  if (!L) {
    fputs("viva: not enough memory\n", stderr);
    return EXIT_FAILURE;
  }
  lua_pushcfunction(L, traceback);
  lua_pushcfunction(L, protected_main);
  lua_pushlightuserdata(L, start);
  int status = EXIT_FAILURE;
  if (lua_pcall(L, 1, 1, 1) == LUA_OK)
    status = (int)lua_tointeger(L, -1);
  else
    fprintf(stderr, "viva: %s\n", lua_tostring(L, -1));
  lua_close(L);
  return check_output(status);
}

/* Each connection takes a descriptor, and thousands may be open; the usual soft limit is 1,024. */
static void allow_many_files(void)
{
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int main(int argc, char **argv)
{
  signal(SIGPIPE, SIG_IGN);
  if (argc == 2 && strcmp(argv[1], "--version") == 0) {
    puts("viva " VIVA_VERSION);
    return EXIT_SUCCESS;
  }
  if (argc == 2 && strcmp(argv[1], "--box") == 0) return box_child_main();
  allow_many_files();
  struct start start = {.argc = argc, .argv = argv};
  find_folders(&start);
  return run_program(&start);
}
