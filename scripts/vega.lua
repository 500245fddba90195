-- Vega as one script for a page: the components that Debian's libjs-vega installs, each in a small CommonJS loader, for
-- the package has no bundle. VIVA_VEGA names another folder with the same files.
local files = require "files"
local lfs = require "lfs"

local M = {}

local FOLDER = "/usr/share/javascript/vega"

-- In the order in which they need one another; those that turn data are known to Vega by name (`transforms`).
local PARTS = { "util", "time", "format", "loader", "dataflow", "statistics", "canvas", "scale", "scenegraph",
  "expression", "selection", "functions", "event-selector", "parser", "runtime", "view", "interpreter" }
local TRANSFORMS = { "transforms", "view-transforms", "encode", "label", "regression", "crossfilter" }

local BEFORE = [[
"use strict";
window.vega = (() => {
  const made = {};
  const require = (name) => made[name];
  const part = (name, fill) => fill((made[name] = {}), {}, require);
]]
local AFTER = [[
  made["vega-dataflow"].transforms = Object.assign(made["vega-dataflow"].transforms, %s);
  return { parse: made["vega-parser"].parse, View: made["vega-view"].View,
    expressionInterpreter: made["vega-interpreter"].expressionInterpreter };
})();
]]

local function read(folder, name)
  local text, problem = files.read(("%s/vega-%s.min.js"):format(folder, name))
  if not text then return nil, problem end
  -- Nothing may end the element it stands in, and no map file lies beside the report.
  return (text:gsub("</([sS][cC][rR][iI][pP][tT])", "<\\/%1"):gsub("\n?//# sourceMappingURL=[^\n]*", ""))
end

local function component(name, text)
  -- Debian's file vega-selection is required as vega-selections.
  local known = name == "selection" and "selections" or name
  return ('part("vega-%s", (exports, module, require) => {%s\n});\n'):format(known, text)
end

---@param folder string? where Vega's files are
---@return string|nil script that defines window.vega = { parse, View, expressionInterpreter }
---@return string? problem
function M.script(folder)
  folder = folder or os.getenv("VIVA_VEGA") or FOLDER
  if lfs.attributes(folder, "mode") ~= "directory" then return nil, folder .. " is not there" end
  local out, transforms = { BEFORE }, {}
  for i, name in ipairs(TRANSFORMS) do transforms[i] = ('made["vega-%s"]'):format(name) end
  for _, list in ipairs { PARTS, TRANSFORMS } do
    for _, name in ipairs(list) do
      local text, problem = read(folder, name)
      if not text then return nil, problem end
      out[#out + 1] = component(name, text)
    end
  end
  out[#out + 1] = AFTER:format(table.concat(transforms, ", "))
  return table.concat(out)
end

return M
