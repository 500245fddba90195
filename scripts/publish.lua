-- Writes what a writer made: one file, or a file and a folder of pages beside it. Nothing is ever there by half: pages
-- go first under names made from their contents, then the report in one step, then earlier reports' pages are removed.
local digest = require "viva.digest"
local files = require "files"
local lfs = require "lfs"
local workbook = require "workbook"

local M = {}

local function total(parts)
  local bytes = 0
  for _, part in ipairs(parts) do bytes = bytes + #part end
  return bytes
end

local function call_write(experts, writer, document)
  local parts, problem, code = experts.call(writer, "write", document)
  if not parts then return nil, problem, code end
  return type(parts) == "table" and parts or { parts, "" }
end

-- The report with its pages inside.
local function whole(parts, settings, texts)
  local out = { parts[1] }
  for i, text in ipairs(texts) do
    out[#out + 1] = i > 1 and settings.between or ""
    out[#out + 1] = settings.before or ""
    out[#out + 1] = text
    out[#out + 1] = settings.after or ""
  end
  out[#out + 1] = parts[2]
  return table.concat(out)
end

local function base_name(path) return path:match("([^/]+)$") end

local function page_files(settings, texts, out)
  local folder = out:gsub("%.%w+$", "") .. "_files"
  local pages, names = {}, {}
  for i, text in ipairs(texts) do
    local bytes = (settings.file_before or "") .. text .. (settings.file_after or "")
    local name = ("page-%d-%s.%s"):format(i, digest.hex(digest.sha256(bytes)):sub(1, 12), settings.extension)
    pages[i] = { path = folder .. "/" .. name, name = name, bytes = bytes }
    names[i] = base_name(folder) .. "/" .. name
  end
  return folder, pages, names
end

local function remove_others(folder, pages)
  local kept = {}
  for _, page in ipairs(pages) do kept[page.name] = true end
  for name in lfs.dir(folder) do
    if name:find("^page%-%d+%-%x+%.%w+$") and not kept[name] then os.remove(folder .. "/" .. name) end
  end
end

local function write_pages(folder, pages)
  local made, problem = files.make_folder(folder)
  if not made then return nil, problem, "io" end
  local paths, texts = {}, {}
  for _, page in ipairs(pages) do
    if lfs.attributes(page.path, "size") ~= #page.bytes then
      paths[#paths + 1], texts[#texts + 1] = page.path, page.bytes
    end
  end
  return files.write_all(paths, texts)
end

-- The report and its pages apart.
local function apart(experts, writer, document, texts, out)
  local settings = writer.settings.pages
  local folder, pages, names = page_files(settings, texts, out)
  document.page_files, document.page_folder = names, base_name(folder)
  local parts, problem, code = call_write(experts, writer, document)
  if not parts then return nil, problem, code end
  local done
  done, problem, code = write_pages(folder, pages)
  if not done then return nil, problem, code end
  done, problem, code = files.write(out, parts[1] .. parts[2])
  if not done then return nil, problem, code end
  remove_others(folder, pages)
  return { out, folder }
end

local function write_bytes(bytes, out)
  local done, problem, code = files.write(out, bytes)
  if not done then return nil, problem, code end
  return { out }
end

-- A workbook comes out of the box as plain data.
local function write_workbook(experts, writer, document, out)
  local made, problem, code = experts.call(writer, "write", document)
  if not made then return nil, problem, code end
  local bytes
  bytes, problem, code = workbook.bytes(made)
  if not bytes then return nil, problem, code end
  return write_bytes(bytes, out)
end

---@param texts string[] the pages
---@param out string the report's path
---@return string[]|nil paths
---@return string? problem
---@return string? code
function M.report(experts, writer, document, texts, out)
  if writer.settings.makes == "workbook" then return write_workbook(experts, writer, document, out) end
  local settings = writer.settings.pages or {}
  local most = settings.most or math.huge
  if total(texts) > most then return apart(experts, writer, document, texts, out) end
  local parts, problem, code = call_write(experts, writer, document)
  if not parts then return nil, problem, code end
  local bytes = whole(parts, settings, texts)
  if #bytes > most then return apart(experts, writer, document, texts, out) end
  return write_bytes(bytes, out)
end

return M
