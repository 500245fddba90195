-- evaluation.lua：评测哪些模型、用什么题目、由哪个模型评分。`viva help evaluation` 解释每个词。
-- 目前一切都是模拟的：不会有内容离开本机，不需要密钥，数字也还没有任何意义。

title = "我的第一次评测"
data  = "data"  -- 题目所在的文件夹；自己的题目用 `viva data import` 导入

-- 被评测的模型。真实的模型要写明接口地址，以及存放密钥的环境变量（不要写密钥本身）：
--   model { name = "model-a", group = "open", endpoint = "https://api.example.com/v1", key = env "EXAMPLE_KEY" },
models = {
  model { name = "sim-strong", group = "closed", endpoint = simulated },
  model { name = "sim-weak", group = "open", endpoint = simulated },
}

-- 给回答评分的模型。怎样评分写在 judges/ 文件夹的文件里。
judge_model = model { name = "sim-judge", endpoint = simulated }

repeats = 3          -- 每个回答评三次
-- pairwise = { { "sim-strong", "sim-weak" } }  -- `viva pairwise` 两两比较的模型
report  = "summary"  -- 即 reports/summary.lua
