-- What was said before a conversation's first question: messages that a dataset gives (`earlier`), by role.
local M = {}

---Puts a dataset's earlier messages before what is asked, and what judges see of them into the history: each reply of
---the assistant with what the user had said.
---@param item table the conversation's first
---@param messages table[] to send
---@param history { question: string, answer: string }[]
function M.begin(item, messages, history)
  local said = {}
  for _, turn in ipairs(item.earlier or {}) do
    messages[#messages + 1] = { role = turn.role, content = turn.content }
    if turn.role == "assistant" then
      history[#history + 1] = { question = table.concat(said, "\n\n"), answer = turn.content }
      said = {}
    else
      said[#said + 1] = turn.content
    end
  end
end

return M
