-- writers/junit.lua: a run as JUnit XML, for the test page of a CI server: a suite for each model, a case for each
-- answer. Not usable is a failure; a verdict that is unreadable or was never obtained is an error; what was not asked
-- or not judged is skipped. Whether a build passes is for `viva gate` to say: no model answers everything.

extension = "xml"

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

-- XML has no place for two of the code points, escaped or not.
local function escape(value)
  local s = text.repair(tostring(value)):gsub("%s+", " "):gsub("\u{FFFE}", "\u{FFFD}"):gsub("\u{FFFF}", "\u{FFFD}")
  return (mark_hidden(s, "[", "]"):gsub("[&<>\"]", ENTITIES))
end

local KINDS = { not_usable = "failure", unreadable = "error", judging_failed = "error", answer_failed = "error",
  not_asked = "skipped", not_judged = "skipped" }

local function message_of(answer, words)
  local said = words["state_" .. answer.state]
  if answer.score then
    said = ("%s: %s %.2f (%s)"):format(said, words.score, answer.score, answer.scores:gsub(" ", ", "))
  end
  if answer.codes then said = said .. ": " .. answer.codes end
  if answer.flags:find "u" then said = said .. "; " .. words.unsafe end
  return said
end

local function case_xml(answer, item, words)
  local kind, name = KINDS[answer.state], item.id
  if answer.sample and answer.sample > 1 then name = ("%s #%d"):format(name, answer.sample) end
  local class = item.category .. (item.subcategory and "." .. item.subcategory or "")
  local head = ('    <testcase classname="%s" name="%s"'):format(escape(class), escape(name))
  if not kind then return head .. "/>\n" end
  local type_of = kind ~= "skipped" and (' type="%s"'):format(answer.state) or ""
  return ('%s>\n      <%s message="%s"%s>%s</%s>\n    </testcase>\n'):format(head, kind,
    escape(message_of(answer, words)), type_of, escape(item.start), kind)
end

local function new_suite(model) return { model = model, cases = {}, failure = 0, error = 0, skipped = 0 } end

local function origin_of(model) return model.simulated and "simulated" or model.imported and "imported" or nil end

local function suites_of(document)
  local list, by_model, index = {}, {}, document.index
  for i, model in ipairs(document.models) do
    list[i] = new_suite(model)
    by_model[model.name] = list[i]
  end
  for _, answer in ipairs(index.answers) do
    local suite, kind = by_model[answer.model], KINDS[answer.state]
    if kind then suite[kind] = suite[kind] + 1 end
    suite.cases[#suite.cases + 1] = case_xml(answer, index.items[answer.item], document.words)
  end
  return list
end

local function counts_xml(suite)
  return ('tests="%d" failures="%d" errors="%d" skipped="%d"'):format(#suite.cases, suite.failure, suite.error,
    suite.skipped)
end

local function property(name, value)
  return value and ('      <property name="%s" value="%s"/>\n'):format(name, escape(value)) or ""
end

local function suite_xml(suite, document)
  local run, words = document.run, document.words
  local name, origin = suite.model.name, origin_of(suite.model)
  if origin then name = ("%s (%s)"):format(name, words[origin]) end
  return ('  <testsuite name="%s" %s timestamp="%s">\n    <properties>\n'):format(escape(name), counts_xml(suite),
    escape((run.created or ""):gsub("Z$", ""))) .. property("run", run.name) .. property("dataset", run.dataset.name)
    .. property("dataset_sha256", run.dataset.digest) .. property("group", suite.model.group)
    .. property("origin", origin) .. property("viva", run.versions and run.versions.viva) .. "    </properties>\n"
    .. table.concat(suite.cases) .. "  </testsuite>\n"
end

function write(document)
  local whole, parts = { cases = {}, failure = 0, error = 0, skipped = 0 }, {}
  for i, suite in ipairs(suites_of(document)) do
    parts[i] = suite_xml(suite, document)
    for _, kind in ipairs { "failure", "error", "skipped" } do whole[kind] = whole[kind] + suite[kind] end
    table.move(suite.cases, 1, #suite.cases, #whole.cases + 1, whole.cases)
  end
  return ('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="%s" %s>\n'):format(escape(document.title),
    counts_xml(whole)) .. table.concat(parts) .. "</testsuites>\n"
end
