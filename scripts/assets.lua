-- What a writer puts into its pages beside what it writes: files of its own, and Vega; each with the digest by which a
-- page's policy names it.
local digest = require "viva.digest"
local files = require "files"
local vega = require "vega"

local M = {}

local BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function base64(bytes)
  local out = {}
  for at = 1, #bytes, 3 do
    local a, b, c = bytes:byte(at, at + 2)
    local bits = a << 16 | (b or 0) << 8 | (c or 0)
    for shift = 18, 0, -6 do
      local digit = bits >> shift & 63
      out[#out + 1] = BASE64:sub(digit + 1, digit + 1)
    end
    if not b then out[#out - 1] = "=" end
    if not c then out[#out] = "=" end
  end
  return table.concat(out)
end

---Files that lie beside a writer and that it puts into what it writes, with the digests a page's policy names.
---@return table<string, table>|nil assets { text, sha256 } by name
---@return string? problem
---@return string? code
function M.of(writer)
  local assets = {}
  for _, name in ipairs(writer.settings.assets or {}) do
    local text, problem = files.read((writer.path:match("^(.*)/") or ".") .. "/" .. name)
    if not text then return nil, problem, "writer" end
    assets[name] = { text = text, sha256 = base64(digest.sha256(text)) }
  end
  return assets
end

---Vega, for a writer that draws, where the report has something to draw and the package is there.
---@param folder string? where Vega's files are
function M.vega(writer, blocks, folder)
  if not writer.settings.charts then return nil end
  for _, block in ipairs(blocks) do
    local text = block.spec and vega.script(folder)
    if text then return { text = text, sha256 = base64(digest.sha256(text)) } end
  end
end

return M
