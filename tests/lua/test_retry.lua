-- What failures mean, and how long to wait.
local retry = require "retry"

local M = {}

local NOW = 1445412420 -- 21 October 2015, 07:27:00 GMT

M["Retry-After in every form, and nonsense ignored"] = function(lu)
  local cases = {
    { "7", 7 }, { "0", 0 }, { "1.5", 1.5 }, { "-5", nil }, { "junk", nil }, { "Wed, 21 Oct 2015 07:28:30 GMT", 90 },
    { "Wed, 21 Oct 2015 07:00:00 GMT", nil }, { "1e999", nil }, { "", nil },
  }
  for _, case in ipairs(cases) do lu.assertEquals(retry.asked_wait({ ["retry-after"] = case[1] }, NOW), case[2], case[1]) end
end

M["the longer of Retry-After and the rate limit's reset counts"] = function(lu)
  lu.assertEquals(retry.asked_wait({ ["retry-after"] = "2", ["x-ratelimit-reset-requests"] = "1m30s" }, NOW), 90)
  lu.assertEquals(retry.asked_wait({ ["x-ratelimit-reset-tokens"] = "500ms" }, NOW), 0.5)
  lu.assertNil(retry.asked_wait({ ["x-ratelimit-reset-tokens"] = "soon" }, NOW))
end

M["statuses fall into the classes of money"] = function(lu)
  local cases = {
    { 429, "", "", "refused", "again" }, { 503, "", "", "refused", "again" }, { 529, "", "", "refused", "again" },
    { 429, "quota", "insufficient_quota", "refused", "stop" }, { 401, "", "", "refused", "stop" },
    { 403, "", "", "refused", "stop" }, { 500, "", "", "ambiguous", "again" }, { 502, "", "", "ambiguous", "again" },
    { 400, "", "", "failed", "give_up" }, { 404, "", "", "failed", "give_up" }, { 413, "", "", "failed", "give_up" },
    { 204, "", "", "ambiguous", "again" },
  }
  for _, case in ipairs(cases) do
    local outcome = retry.of_status(case[1], case[2], case[3])
    lu.assertEquals({ outcome.class, outcome.step }, { case[4], case[5] }, case[1])
  end
end

M["transport failures: what never left is free, what may have left is ambiguous"] = function(lu)
  lu.assertEquals(retry.of_transport("", "unreachable", false).class, "not_sent")
  lu.assertEquals(retry.of_transport("", "certificate", false).step, "stop")
  lu.assertEquals(retry.of_transport("", "timeout", false).class, "not_sent")
  lu.assertEquals(retry.of_transport("", "timeout", true).class, "ambiguous")
  lu.assertEquals(retry.of_transport("", "resent", true).class, "ambiguous")
  lu.assertEquals(retry.of_transport("", "redirect", true).step, "stop")
  lu.assertEquals(retry.of_transport("", "too_large", true).step, "give_up")
end

M["back-off grows, is never zero and never above a minute and a bit"] = function(lu)
  for failures = 1, 30 do
    local least, most = retry.back_off(failures, 0), retry.back_off(failures, 1)
    lu.assertTrue(least > 0 and most <= 60.05 and most >= least)
  end
end

return M
