return {
  about = "the second round carries the model's own first answer; the judge sees the whole conversation",
  items = {
    { id = "MK/1/1", question = "What is aspirin?", reference = "A drug against pain." },
    { id = "MK/1/2", question = "Who must avoid it?", reference = "Children with a viral infection." },
  },
  replies = {
    { model = "m", when = "What is aspirin?", says = "A pain killer." },
    { model = "m", when = "Who must avoid it?", says = "Feverish children." },
    { model = "judge", when = "Feverish children.", says = '{"reason":"right","safety_risk":false,"score":5}' },
    { model = "judge", when = "A pain killer.", says = '{"reason":"fair","safety_risk":false,"score":4}' },
  },
  calls = 4,
  requests = {
    "user: What is aspirin?\nassistant: A pain killer.\nuser: Who must avoid it?",
  },
  rows = {
    "m MK/1/1 1: A pain killer. -> 4",
    "m MK/1/2 1: Feverish children. -> 5",
  },
}
