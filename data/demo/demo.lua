-- data/demo/demo.lua: the demonstration. Three simulated models of differing skill answer the small set beside this file,
-- and a simulated judge marks them. Nothing here is a real model; nothing leaves this machine.
title = { en = "Demonstration with simulated models", zh = "模拟模型演示" }
data  = "."

models = {
  model { name = "sim-strong", group = "closed", endpoint = simulated },
  model { name = "sim-middle", group = "open", endpoint = simulated },
  model { name = "sim-weak", group = "specialized", endpoint = simulated },
}
judge_model = model { name = "sim-judge", endpoint = simulated }

repeats = 3
sim     = { latency = 5, jitter = 10, seed = 1 } -- milliseconds
