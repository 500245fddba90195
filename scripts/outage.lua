-- What failed calls mean for an endpoint's other requests: pauses, fewer at once, and when to give it up.
local loop = require "viva.loop"
local retry = require "retry"
local window = require "window"

local M = {}

-- Failures in a row after which an endpoint with one place on the wire is given up: to connect, and (each may cost
-- money) to answer. One short fault fails all that is on the wire at once, so each further place allows two more.
local UNREACHABLE_LIMIT = 20
local BROKEN_LIMIT = 10
local PAUSES_LIMIT = 8
local BROKEN = { bad_content = "no answers of a model", server_error = "server errors" }

local function allowed(endpoint, limit) return limit + 2 * (endpoint.window.most - 1) end

-- All that was on the wire may have broken at once, so many replies alone say little; so many pauses without a good
-- reply after any of them say that waiting does not help, however few requests were left to try it with.
local function given_up(endpoint)
  return endpoint.broken >= allowed(endpoint, BROKEN_LIMIT)
    or endpoint.broken >= BROKEN_LIMIT and endpoint.pauses >= PAUSES_LIMIT
end

-- An endpoint that breaks gets a pause and fewer requests at once, and is given up when that does not help.
local function count_broken(context, endpoint, outcome)
  if not BROKEN[outcome.code] then return end
  endpoint.broken, endpoint.pauses = (endpoint.broken or 0) + 1, endpoint.pauses or 0
  local pause = retry.back_off(math.min(endpoint.pauses + 1, 6), context.random())
  if window.back_off(endpoint.window, math.min(context.limits.max_wait, pause)) then
    endpoint.pauses = endpoint.pauses + 1
  end
  if given_up(endpoint) and not endpoint.stopped then
    outcome.step = "stop"
    outcome.text = ("%d replies in a row were %s; the last: %s"):format(endpoint.broken, BROKEN[outcome.code],
      outcome.text)
  end
end

---What an outcome means for the endpoint's other requests; in force before the next one may leave.
function M.note(context, endpoint, outcome, headers)
  local asked = headers and retry.asked_wait(headers, loop.time()) or 0
  outcome.wait = math.min(context.limits.max_wait, asked)
  if outcome.class == "refused" and outcome.step == "again" then
    window.back_off(endpoint.window, outcome.wait > 0 and outcome.wait or retry.back_off(1, context.random()))
  end
  count_broken(context, endpoint, outcome)
  if outcome.code == "unreachable" then endpoint.unreachable = (endpoint.unreachable or 0) + 1 end
  if outcome.step == "stop" or (endpoint.unreachable or 0) >= allowed(endpoint, UNREACHABLE_LIMIT) then
    endpoint.stopped = endpoint.stopped or outcome.text
  end
end

---A good reply came: what failed before it counts no more.
function M.over(endpoint) endpoint.broken, endpoint.pauses = 0, 0 end

return M
