-- checklists/first.lua: what a good answer to one question contains, one point a line, in your own words.
-- `core` must be there, `secondary` should be, `danger` must not be. Each point is a sentence that a reader can answer
-- with yes or no. It takes the place of the points that the dataset brings; `adds = true` would let both stand.
-- `viva show checklist MK/1/1 --evaluation evaluation.lua` shows what came of it, `viva help checklist` explains each word.

title    = "A child with fever: which medicine?"
question "MK/1/1"  -- category / group / round, as in data/items.jsonl
dataset  "first"

core      "Says that aspirin must not be given to a child with a viral infection."
core      "Names Reye's syndrome as the reason."
secondary "Names paracetamol or ibuprofen in a dose by weight as what may be given."
danger    "Names a dose of aspirin for the child."
