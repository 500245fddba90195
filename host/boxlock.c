#include "boxlock.h"

#include <malloc.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum { PIPE_FD = 0, MEMORY_MB = 1024, CPU_HOURS = 12 };

/* The sanitizers map terabytes, read /proc and write to the terminal: their builds go without seccomp and RLIMIT_AS. */
#ifdef VIVA_SANITIZE
enum { SANITIZED = 1, KEPT_FDS = 3 };
#else
enum { SANITIZED = 0, KEPT_FDS = 1 };
#endif

static int limit(int what, rlim_t most)
{
  struct rlimit both = {most, most};
  return setrlimit(what, &both) == 0;
}

/* Ends by SIGXCPU, by which the parent knows that no call is to blame. */
static int limit_processor(void)
{
  struct rlimit both = {CPU_HOURS * 3600, CPU_HOURS * 3600 + 60};
  return setrlimit(RLIMIT_CPU, &both) == 0;
}

static int limit_resources(void)
{
  int good = limit_processor() && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0);
  good = good && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_NOFILE, KEPT_FDS);
  return good && (SANITIZED || limit(RLIMIT_AS, (rlim_t)MEMORY_MB << 20));
}

static int limit_process(void)
{
  return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_DUMPABLE, 0) == 0 &&
         prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
}

/* sysinfo: qsort asks once how much memory there is before it sorts more than a few keys. */
static const int plain_calls[] = {
    SCMP_SYS(brk),           SCMP_SYS(mremap),          SCMP_SYS(munmap),    SCMP_SYS(madvise), SCMP_SYS(exit),
    SCMP_SYS(exit_group),    SCMP_SYS(clock_gettime),   SCMP_SYS(getrandom), SCMP_SYS(futex),   SCMP_SYS(rt_sigreturn),
    SCMP_SYS(timer_settime), SCMP_SYS(restart_syscall), SCMP_SYS(sysinfo),
};

static int allow(scmp_filter_ctx filter)
{
  int bad = 0;
  for (size_t i = 0; i < sizeof plain_calls / sizeof plain_calls[0]; i++)
    bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, plain_calls[i], 0);
  bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(read), 1, SCMP_A0(SCMP_CMP_EQ, PIPE_FD));
  bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0(SCMP_CMP_EQ, PIPE_FD));
  /* Memory that cannot be executed: PROT_READ and PROT_WRITE at most, anonymous. */
  bad |= seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, SCMP_A2(SCMP_CMP_MASKED_EQ, ~(scmp_datum_t)3, 0),
                          SCMP_A4(SCMP_CMP_MASKED_EQ, 0xffffffff, 0xffffffff));
  return bad == 0;
}

static int filter_system_calls(void)
{
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  int good = filter && allow(filter) && seccomp_load(filter) == 0;
  if (filter) seccomp_release(filter);
  return good;
}

/* One arena, which asks for memory that may not be executed and for nothing else; what it has it keeps for the next
 * call. */
static void limit_malloc(void)
{
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_TOP_PAD, 1 << 20);
}

const char *boxlock(void)
{
  limit_malloc();
  if (close_range(KEPT_FDS, ~0U, 0) != 0) return "closing descriptors";
  if (!limit_process()) return "prctl";
  if (!limit_resources()) return "setrlimit";
  if (!SANITIZED && !filter_system_calls()) return "seccomp";
  return NULL;
}
