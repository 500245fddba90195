/* viva.score: how near an answer's wording comes to a reference's.
 *
 * Texts are strings of any bytes (a malformed one counts as U+FFFD); options are a table; an option that a function does
 * not know raises. What is not defined is nil, a reason, "undefined", never 0: mostly a reference without tokens. An
 * empty answer is defined: recall and F are 0, and precision is missing. No memory is nil, text, "memory".
 *
 *   score.rouge(answer, reference [, options]) -> { rouge1 = { precision=, recall=, f= }, rouge2 =, rougeL =, rougeLsum = }
 *       shares 0-1; options.measures = list of those names (default: all but rougeLsum); rouge2 is missing when the
 *       reference has a single token. C.-Y. Lin 2004 as Google's rouge_score computes it (host/rouge.h).
 *   score.f1(answer, reference [, options])        -> { precision=, recall=, f= }  tokens as bags, shares 0-1
 *       P. Rajpurkar et al., "SQuAD" 2016, with these tokens instead of words without articles; equals rouge1.
 *   score.bleu(answer, reference [, options])      -> 0-100  of one sentence (host/bleu.h); sacrebleu's
 *       options.order (4), smoothing "none" "floor" "add-k" "exp" (default), value (of floor 0.1, of add-k 1),
 *       effective (true: leave out orders that the answer is too short for), lowercase (false), tokens ("13a")
 *   score.corpus_bleu(answers, references [, options]) -> { score=0-100, brevity=, precisions={0-100 per order},
 *       answer=tokens, reference=tokens }  the same options, effective false
 *   score.chrf(answer, reference [, options])      -> 0-100  chrF; chrF++ with words = 2 (host/chrf.h); sacrebleu's
 *       options.characters (6), words (0), beta (2), whitespace (false), lowercase (false), epsilon (false)
 *   score.corpus_chrf(answers, references [, options]) -> 0-100
 *   score.distance(answer, reference [, options])  -> Levenshtein distance in tokens, insertion, deletion and
 *       substitution 1 each (host/sequence.h)
 *   score.similarity(answer, reference [, options]) -> 0-1: 1 - distance / tokens of the longer text
 *   score.lcs(answer, reference [, options])       -> tokens of the longest common subsequence
 *   score.ratio(answer, reference [, options])     -> 0-1: 2 lcs / tokens of both
 *   score.exact(answer, reference [, options])     -> boolean: the same tokens in the same order
 *   score.coverage(answer, points [, options])     -> { { recall=0-1, passage=text | nil } for each point }, mean recall
 *       the best window of the answer, options.window (2) times as many tokens as the point (host/coverage.h); passage is
 *       the window without what the point does not have at its ends. A point without tokens has no recall and does not
 *       count in the mean.
 *   score.batch(name, answers, references [, options]) -> one value for each pair by one of the functions above (rouge,
 *       f1, bleu, chrf, distance, similarity, lcs, ratio, exact), in lists shaped as its result: a list of numbers
 *       (exact: of booleans), or { precision = list, recall = list, f = list }, or { rouge1 = { precision = list ... } }.
 *       What is not defined is false there (in a batch of exact too). options.threads: 0, the default, uses all cores.
 *   score.tokens(text [, options])                 -> list of strings: what the text is cut into
 *
 * options.tokens everywhere but in chrf: "points" "char" "english" "chinese" "mixed" "13a" "zh" "words", told in
 * host/tokens.h. Default: mixed for rouge, f1, exact, coverage and tokens; points for distance, similarity, lcs and
 * ratio. options.lowercase counts for points, char, 13a, zh and words. */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "check.h"
#include "score.h"

static const char *const rouge_names[] = {"rouge1", "rouge2", "rougeL", "rougeLsum", NULL};
static const char *const ratio_names[] = {"precision", "recall", "f"};

/* What Lua calls a measure, its usual tokens, and the options it knows. */
struct measure {
  const char *name;
  enum tokens_rule tokens;
  const char *options[9];
};

static const struct measure measures[] = {
    [SCORE_ROUGE] = {"rouge", TOKENS_MIXED, {"tokens", "lowercase", "measures", NULL}},
    [SCORE_F1] = {"f1", TOKENS_MIXED, {"tokens", "lowercase", NULL}},
    [SCORE_BLEU] = {"bleu", TOKENS_13A, {"tokens", "lowercase", "order", "smoothing", "value", "effective", NULL}},
    [SCORE_CHRF] = {"chrf", TOKENS_CHAR, {"lowercase", "characters", "words", "beta", "whitespace", "epsilon", NULL}},
    [SCORE_DISTANCE] = {"distance", TOKENS_POINTS, {"tokens", "lowercase", NULL}},
    [SCORE_LCS] = {"lcs", TOKENS_POINTS, {"tokens", "lowercase", NULL}},
    [SCORE_SIMILARITY] = {"similarity", TOKENS_POINTS, {"tokens", "lowercase", NULL}},
    [SCORE_RATIO] = {"ratio", TOKENS_POINTS, {"tokens", "lowercase", NULL}},
    [SCORE_EXACT] = {"exact", TOKENS_MIXED, {"tokens", "lowercase", NULL}},
};
enum { MEASURES = sizeof measures / sizeof *measures };

static struct score_memory *memory_of(lua_State *L)
{
  return lua_touserdata(L, lua_upvalueindex(1));
}

static int out_of_memory(lua_State *L)
{
  return viva_fail(L, "memory", "not enough memory to score these texts");
}

static struct score_text check_text(lua_State *L, int index)
{
  struct score_text text;
  text.s = luaL_checklstring(L, index, &text.length);
  return text;
}

static unsigned rouge_option(lua_State *L, int index)
{
  unsigned wanted = 0;
  int type = viva_push_option(L, index, "measures");
  if (type == LUA_TNIL) wanted = 1u << ROUGE_1 | 1u << ROUGE_2 | 1u << ROUGE_L;
  if (type != LUA_TNIL && type != LUA_TTABLE) viva_bad_option(L, index, "measures", "a list of names");
  for (lua_Integer i = 1; type == LUA_TTABLE && lua_geti(L, -1, i) != LUA_TNIL; i++) {
    wanted |= 1u << viva_check_name(L, index, "measures", rouge_names);
    lua_pop(L, 1);
  }
  if (wanted == 0) viva_bad_option(L, index, "measures", "at least one name");
  lua_settop(L, index);
  return wanted;
}

static struct bleu_rule bleu_options(lua_State *L, int index, bool effective)
{
  struct bleu_rule rule;
  rule.order = viva_count_option(L, index, "order", 4, 1, GRAMS_ORDER);
  rule.smoothing = viva_name_option(L, index, "smoothing", bleu_smoothings, BLEU_EXP);
  rule.value = viva_number_option(L, index, "value", bleu_usual_value(rule.smoothing), 0, 1e6);
  rule.effective = viva_flag_option(L, index, "effective", effective);
  return rule;
}

static struct chrf_rule chrf_options(lua_State *L, int index)
{
  struct chrf_rule rule;
  rule.characters = viva_count_option(L, index, "characters", 6, 1, GRAMS_ORDER);
  rule.words = viva_count_option(L, index, "words", 0, 0, CHRF_WORDS);
  rule.beta = viva_number_option(L, index, "beta", 2, 0, 1000);
  rule.epsilon = viva_flag_option(L, index, "epsilon", false);
  return rule;
}

static struct score_rule check_rule(lua_State *L, int index, enum score_measure measure, bool corpus, const char *also)
{
  const struct measure *m = &measures[measure];
  struct score_rule rule = {.measure = measure};
  lua_settop(L, index);
  viva_check_options(L, index, m->options, also);
  rule.tokens = viva_name_option(L, index, "tokens", tokens_rules, m->tokens);
  rule.lower = viva_flag_option(L, index, "lowercase", false);
  if (measure == SCORE_ROUGE) rule.rouge = rouge_option(L, index);
  if (measure == SCORE_BLEU) rule.bleu = bleu_options(L, index, !corpus);
  if (measure != SCORE_CHRF) return rule;
  rule.chrf = chrf_options(L, index);
  if (viva_flag_option(L, index, "whitespace", false)) rule.tokens = TOKENS_POINTS;
  return rule;
}

static int undefined(lua_State *L, const struct score_rule *rule)
{
  bool both = rule->measure == SCORE_SIMILARITY || rule->measure == SCORE_RATIO;
  return viva_fail(L, "undefined", both ? "neither text has tokens" : "the reference has no tokens");
}

static void push_ratio(lua_State *L, const double *values)
{
  lua_createtable(L, 0, 3);
  for (int i = 0; i < 3; i++) {
    if (isnan(values[i])) continue;
    lua_pushnumber(L, values[i]);
    lua_setfield(L, -2, ratio_names[i]);
  }
}

static void push_rouge(lua_State *L, const struct score_rule *rule, const double *values)
{
  lua_createtable(L, 0, ROUGE_COUNT);
  for (int i = 0; i < ROUGE_COUNT; i++) {
    const double *ratio = values + (ptrdiff_t)3 * i;
    if (!(rule->rouge & 1u << i) || isnan(ratio[1])) continue;
    push_ratio(L, ratio);
    lua_setfield(L, -2, rouge_names[i]);
  }
}

static void push_value(lua_State *L, enum score_measure measure, double value)
{
  if (measure == SCORE_EXACT)
    lua_pushboolean(L, value != 0);
  else if (measure == SCORE_DISTANCE || measure == SCORE_LCS)
    lua_pushinteger(L, (lua_Integer)value);
  else
    lua_pushnumber(L, value);
}

/* Whether there is nothing to tell at all. */
static bool is_undefined(const struct score_rule *rule, const double *values)
{
  if (rule->measure == SCORE_F1) return isnan(values[1]);
  if (rule->measure != SCORE_ROUGE) return isnan(values[0]);
  for (int i = 0; i < ROUGE_COUNT; i++)
    if (rule->rouge & 1u << i && !isnan(values[3 * i + 1])) return false;
  return true;
}

static int pair(lua_State *L, enum score_measure measure)
{
  struct score_text answer = check_text(L, 1), reference = check_text(L, 2);
  struct score_rule rule = check_rule(L, 3, measure, false, NULL);
  double values[SCORE_WIDTH];
  if (!score_pair(memory_of(L), &rule, answer, reference, values)) return out_of_memory(L);
  if (is_undefined(&rule, values)) return undefined(L, &rule);
  if (measure == SCORE_ROUGE)
    push_rouge(L, &rule, values);
  else if (measure == SCORE_F1)
    push_ratio(L, values);
  else
    push_value(L, measure, *values);
  return 1;
}

/* score.rouge(answer, reference, options) -> table | nil, reason, code */
static int score_rouge(lua_State *L)
{
  return pair(L, SCORE_ROUGE);
}

/* score.f1(answer, reference, options) -> table | nil, reason, code */
static int score_f1(lua_State *L)
{
  return pair(L, SCORE_F1);
}

/* score.bleu(answer, reference, options) -> 0-100 | nil, reason, code */
static int score_bleu(lua_State *L)
{
  return pair(L, SCORE_BLEU);
}

/* score.chrf(answer, reference, options) -> 0-100 | nil, reason, code */
static int score_chrf(lua_State *L)
{
  return pair(L, SCORE_CHRF);
}

/* score.distance(answer, reference, options) -> tokens */
static int score_distance(lua_State *L)
{
  return pair(L, SCORE_DISTANCE);
}

/* score.lcs(answer, reference, options) -> tokens */
static int score_lcs(lua_State *L)
{
  return pair(L, SCORE_LCS);
}

/* score.similarity(answer, reference, options) -> 0-1 | nil, reason, code */
static int score_similarity(lua_State *L)
{
  return pair(L, SCORE_SIMILARITY);
}

/* score.ratio(answer, reference, options) -> 0-1 | nil, reason, code */
static int score_ratio(lua_State *L)
{
  return pair(L, SCORE_RATIO);
}

/* score.exact(answer, reference, options) -> boolean | nil, reason, code */
static int score_exact(lua_State *L)
{
  return pair(L, SCORE_EXACT);
}

/* The strings of a list, which must stay in it. Leaves a userdata on the stack. */
static struct score_text *check_texts(lua_State *L, int index, size_t count)
{
  struct score_text *texts = lua_newuserdatauv(L, (count + 1) * sizeof *texts, 0);
  for (size_t i = 0; i < count; i++) {
    if (lua_geti(L, index, (lua_Integer)i + 1) != LUA_TSTRING)
      luaL_argerror(L, index, lua_pushfstring(L, "a string expected at place %d", (int)i + 1));
    texts[i].s = lua_tolstring(L, -1, &texts[i].length);
    lua_pop(L, 1);
  }
  return texts;
}

struct lists {
  const struct score_text *answers, *references;
  size_t count;
};

static struct lists check_lists(lua_State *L, int index)
{
  luaL_checktype(L, index, LUA_TTABLE);
  luaL_checktype(L, index + 1, LUA_TTABLE);
  size_t count = lua_rawlen(L, index);
  luaL_argcheck(L, lua_rawlen(L, index + 1) == count, index + 1, "as many references as answers expected");
  const struct score_text *answers = check_texts(L, index, count);
  return (struct lists){answers, check_texts(L, index + 1, count), count};
}

/* One of the numbers of every pair. */
static void push_column(lua_State *L, enum score_measure measure, const double *values, size_t width, size_t count)
{
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    if (isnan(values[i * width]))
      lua_pushboolean(L, 0);
    else
      push_value(L, measure, values[i * width]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

static void push_ratio_columns(lua_State *L, const double *values, size_t width, size_t count)
{
  lua_createtable(L, 0, 3);
  for (size_t i = 0; i < 3; i++) {
    push_column(L, SCORE_F1, values + i, width, count);
    lua_setfield(L, -2, ratio_names[i]);
  }
}

static void push_columns(lua_State *L, const struct score_rule *rule, const double *values, size_t count)
{
  size_t width = score_width(rule->measure);
  if (width == 1) push_column(L, rule->measure, values, width, count);
  if (width == 3) push_ratio_columns(L, values, width, count);
  if (rule->measure != SCORE_ROUGE) return;
  lua_createtable(L, 0, ROUGE_COUNT);
  for (size_t i = 0; i < ROUGE_COUNT; i++) {
    if (!(rule->rouge & 1u << i)) continue;
    push_ratio_columns(L, values + 3 * i, width, count);
    lua_setfield(L, -2, rouge_names[i]);
  }
}

static enum score_measure check_measure(lua_State *L, int index)
{
  const char *name = luaL_checkstring(L, index);
  for (int i = 0; i < MEASURES; i++)
    if (strcmp(name, measures[i].name) == 0) return (enum score_measure)i;
  luaL_argerror(L, index, lua_pushfstring(L, "no measure '%s'", name));
  return SCORE_ROUGE;
}

/* score.batch(name, answers, references, options) -> lists | nil, text, code */
static int score_batch_(lua_State *L)
{
  enum score_measure measure = check_measure(L, 1);
  struct score_rule rule = check_rule(L, 4, measure, false, "threads");
  unsigned threads = (unsigned)viva_count_option(L, 4, "threads", 0, 0, 64);
  struct lists lists = check_lists(L, 2);
  double *values = lua_newuserdatauv(L, (lists.count + 1) * score_width(measure) * sizeof *values, 0);
  if (!score_batch(memory_of(L), &rule, lists.answers, lists.references, lists.count, threads, values))
    return out_of_memory(L);
  push_columns(L, &rule, values, lists.count);
  return 1;
}

static void set_number(lua_State *L, const char *name, double value)
{
  lua_pushnumber(L, value);
  lua_setfield(L, -2, name);
}

/* score.corpus_bleu(answers, references, options) -> table | nil, reason, code */
static int score_corpus_bleu_(lua_State *L)
{
  struct score_rule rule = check_rule(L, 3, SCORE_BLEU, true, NULL);
  struct lists lists = check_lists(L, 1);
  struct bleu_counts counts;
  if (!score_corpus_bleu(memory_of(L), &rule, lists.answers, lists.references, lists.count, &counts))
    return out_of_memory(L);
  if (counts.reference == 0) return viva_fail(L, "undefined", "no reference has tokens");
  struct bleu_score score = bleu_score(counts, &rule.bleu);
  lua_createtable(L, 0, 5);
  set_number(L, "score", score.score);
  set_number(L, "brevity", score.brevity);
  set_number(L, "answer", counts.answer);
  set_number(L, "reference", counts.reference);
  lua_createtable(L, (int)rule.bleu.order, 0);
  for (size_t n = 0; n < rule.bleu.order; n++) {
    lua_pushnumber(L, score.precisions[n]);
    lua_rawseti(L, -2, (lua_Integer)n + 1);
  }
  lua_setfield(L, -2, "precisions");
  return 1;
}

/* score.corpus_chrf(answers, references, options) -> 0-100 | nil, reason, code */
static int score_corpus_chrf_(lua_State *L)
{
  struct score_rule rule = check_rule(L, 3, SCORE_CHRF, true, NULL);
  struct lists lists = check_lists(L, 1);
  struct chrf_counts counts;
  if (!score_corpus_chrf(memory_of(L), &rule, lists.answers, lists.references, lists.count, &counts))
    return out_of_memory(L);
  if (counts.reference[0] == 0) return viva_fail(L, "undefined", "no reference has tokens");
  lua_pushnumber(L, chrf_score(&counts, &rule.chrf));
  return 1;
}

static void push_tokens(lua_State *L, const struct tokens *t, size_t first, size_t last)
{
  luaL_Buffer buffer;
  char *out = luaL_buffinitsize(L, &buffer, tokens_text(t, first, last, NULL));
  luaL_pushresultsize(&buffer, tokens_text(t, first, last, out));
}

/* Pushes { recall =, passage = }. */
static void push_coverage(lua_State *L, const struct score_memory *memory, const struct coverage *best)
{
  lua_createtable(L, 0, 2);
  if (isnan(best->recall)) return;
  set_number(L, "recall", best->recall);
  if (!best->found) return;
  push_tokens(L, &memory->answer, best->first, best->last);
  lua_setfield(L, -2, "passage");
}

static const char *const coverage_options[] = {"tokens", "window", NULL};
static const char *const tokens_options[] = {"tokens", "lowercase", NULL};

/* score.coverage(answer, points, options) -> list, mean | nil, reason, code */
static int score_coverage(lua_State *L)
{
  struct score_memory *memory = memory_of(L);
  struct score_text answer = check_text(L, 1);
  struct coverage best;
  size_t defined = 0;
  double sum = 0;
  luaL_checktype(L, 2, LUA_TTABLE);
  viva_check_options(L, 3, coverage_options, NULL);
  lua_settop(L, 3);
  enum tokens_rule rule = viva_name_option(L, 3, "tokens", tokens_rules, TOKENS_MIXED);
  double window = viva_number_option(L, 3, "window", 2, 1, 1000);
  size_t count = lua_rawlen(L, 2);
  const struct score_text *points = check_texts(L, 2, count);
  lua_createtable(L, (int)count, 0);
  for (size_t i = 0; i < count; i++) {
    if (!score_cover(memory, rule, answer, points[i], window, &best)) return out_of_memory(L);
    push_coverage(L, memory, &best);
    sum += isnan(best.recall) ? 0 : best.recall;
    defined += !isnan(best.recall);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  if (defined == 0) return viva_fail(L, "undefined", "no point has tokens");
  lua_pushnumber(L, sum / (double)defined);
  return 2;
}

/* score.tokens(text, options) -> list of strings */
static int score_tokens(lua_State *L)
{
  struct score_memory *memory = memory_of(L);
  struct score_text text = check_text(L, 1);
  viva_check_options(L, 2, tokens_options, NULL);
  lua_settop(L, 2);
  enum tokens_rule rule = viva_name_option(L, 2, "tokens", tokens_rules, TOKENS_MIXED);
  bool lower = viva_flag_option(L, 2, "lowercase", false);
  dictionary_forget(&memory->dictionary);
  if (!tokens_read(&memory->answer, &memory->dictionary, rule, lower, text.s, text.length)) return out_of_memory(L);
  lua_createtable(L, (int)memory->answer.count, 0);
  for (size_t i = 0; i < memory->answer.count; i++) {
    push_tokens(L, &memory->answer, i, i);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int memory_close(lua_State *L)
{
  score_free(lua_touserdata(L, 1));
  return 0;
}

static const luaL_Reg functions[] = {
    {"rouge", score_rouge},
    {"f1", score_f1},
    {"bleu", score_bleu},
    {"chrf", score_chrf},
    {"distance", score_distance},
    {"lcs", score_lcs},
    {"similarity", score_similarity},
    {"ratio", score_ratio},
    {"exact", score_exact},
    {"batch", score_batch_},
    {"corpus_bleu", score_corpus_bleu_},
    {"corpus_chrf", score_corpus_chrf_},
    {"coverage", score_coverage},
    {"tokens", score_tokens},
    {NULL, NULL},
};

int luaopen_viva_score(lua_State *L);

int luaopen_viva_score(lua_State *L)
{
  luaL_newlibtable(L, functions);
  viva_push_upvalue(L, sizeof(struct score_memory), 0, memory_close);
  luaL_setfuncs(L, functions, 1);
  return 1;
}
