-- evaluation.lua: which models are evaluated, on what, and marked by which model. `viva help evaluation` explains each word.
-- As it stands everything is simulated: nothing leaves this machine, no key is needed, and no figure means anything yet.

title = "My first evaluation"
data  = "data"  -- the folder of the questions; your own come in with `viva data import`

-- The models. For a real one, write where it is reached and which environment variable holds its key (never the key):
--   model { name = "model-a", group = "open", endpoint = "https://api.example.com/v1", key = env "EXAMPLE_KEY" },
models = {
  model { name = "sim-strong", group = "closed", endpoint = simulated },
  model { name = "sim-weak", group = "open", endpoint = simulated },
}

-- The model that marks the answers. How it marks stands in the files of the folder judges/.
judge_model = model { name = "sim-judge", endpoint = simulated }

repeats = 3          -- each answer is marked three times
-- pairwise = { { "sim-strong", "sim-weak" } }  -- the models that `viva pairwise` compares with each other
report  = "summary"  -- reports/summary.lua
