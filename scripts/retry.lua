-- What a failed call means: for money (not sent, refused, ambiguous), for the next step (try again, give up, stop the
-- endpoint), and how long to wait. The classes are those of design.md, "Money and durability".
local texts = require "viva.text"

local M = {}

local SHOWN = 80 -- characters of what came instead of an answer

local MONTHS = { Jan = 1, Feb = 2, Mar = 3, Apr = 4, May = 5, Jun = 6, Jul = 7, Aug = 8, Sep = 9, Oct = 10, Nov = 11,
  Dec = 12 }

-- Days since 1970 of a civil date (the proleptic Gregorian calendar), so that no time zone of the machine takes part.
local function days(year, month, day)
  if month <= 2 then year = year - 1 end
  local era = year // 400
  local year_of_era = year - era * 400
  local day_of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
  return era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719468
end

local function http_date(text)
  local day, month, year, hour, minute, second =
    text:match("^%a+, (%d%d) (%a%a%a) (%d%d%d%d) (%d%d):(%d%d):(%d%d) GMT$")
  if not day or not MONTHS[month] then return nil end
  return days(tonumber(year), MONTHS[month], tonumber(day)) * 86400
    + tonumber(hour) * 3600 + tonumber(minute) * 60 + tonumber(second)
end

-- "1m30s", "350ms", "2s", as OpenAI's x-ratelimit-reset headers say it.
local function duration(text)
  local total, any = 0, false
  for number, unit in text:gmatch("([%d%.]+)(%a+)") do
    local seconds = ({ h = 3600, m = 60, s = 1, ms = 0.001 })[unit]
    if not seconds or not tonumber(number) then return nil end
    total, any = total + tonumber(number) * seconds, true
  end
  return any and total or nil
end

---How long the endpoint asked us to wait, nil when it did not say (or said nonsense).
---@param headers table<string, string> names in lower case
---@param now number seconds since 1970
---@return number?
function M.asked_wait(headers, now)
  local after = headers["retry-after"]
  local wait
  if after then
    wait = after:match("^%d+$") and tonumber(after) or tonumber(after)
    if not wait and http_date(after) then wait = http_date(after) - now end
  end
  for _, name in ipairs { "x-ratelimit-reset-requests", "x-ratelimit-reset-tokens" } do
    local reset = headers[name] and duration(headers[name])
    if reset then wait = math.max(wait or 0, reset) end
  end
  if wait and wait >= 0 and wait < math.huge then return wait end
end

---Exponential back-off with full jitter.
---@param failures integer how often it has failed so far, from 1
---@param random number from 0 to 1
function M.back_off(failures, random)
  return 0.05 + random * math.min(60, 0.5 * 2 ^ failures)
end

local function outcome(class, step, code, text)
  return { class = class, step = step, code = code, text = text }
end

-- Failures below HTTP, by the code that the HTTP engine gives.
local TRANSPORT = {
  unreachable = { "not_sent", "again" },
  tls = { "not_sent", "again" },
  certificate = { "not_sent", "stop" },
  unsafe = { "not_sent", "stop" },
  redirect = { "failed", "stop" },
  too_large = { "ambiguous", "give_up" },
  cancelled = { "ambiguous", "give_up" },
}

---@param text string
---@param code string the HTTP engine's
---@param sent boolean whether the request had begun to leave
---@return table { class, step = "again"|"give_up"|"stop", code, text }
function M.of_transport(text, code, sent)
  local known = TRANSPORT[code]
  if known then return outcome(known[1], known[2], code, text) end
  if not sent then return outcome("not_sent", "again", code, text) end
  return outcome("ambiguous", "again", code, text)
end

local function quota_gone(text, code)
  return (code .. " " .. text):lower():find("insufficient_quota", 1, true) ~= nil
end

local function busy(code)
  return code:lower():find("rate_limit", 1, true) or code:lower():find("overloaded", 1, true)
end

---@param status integer
---@param text string what the provider says
---@param code string the provider's error code
function M.of_status(status, text, code)
  if status == 401 or status == 403 then return outcome("refused", "stop", "key_refused", text) end
  if status == 429 and quota_gone(text, code) then return outcome("refused", "stop", "quota", text) end
  if status == 429 or status == 503 or status == 529 then return outcome("refused", "again", "busy", text) end
  if status >= 500 then return outcome("ambiguous", "again", "server_error", text) end
  if status >= 400 then return outcome("failed", "give_up", "refused_by_provider", text) end
  return outcome("ambiguous", "again", "bad_status", text)
end

---What came instead of an answer, for people: its content type and how it begins.
---@param response { headers: table, body: string }
---@return string
function M.shown(response)
  local function line(s) return texts.cut(texts.clean(texts.repair((s:gsub("%s+", " ")))), SHOWN) end
  local body = line(response.body:sub(1, 1000))
  return ("%s: %s"):format(line(response.headers["content-type"] or "no content type"), body == "" and "empty" or body)
end

---A reply with status 200 that is no answer: an error object, a login page, bytes that are no JSON.
function M.of_content(text, code)
  if busy(code) then return outcome("refused", "again", "busy", text) end
  if code ~= "bad_content" then return outcome("failed", "give_up", "refused_by_provider", text) end
  return outcome("ambiguous", "again", "bad_content", text)
end

return M
