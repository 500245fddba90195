"""Makes pairs.jsonl.gz: pairs of our own invention with the numbers that the reference implementations give for them.

    python3 tests/data/score/make.py [pairs [seed]] | gzip -9n > tests/data/score/pairs.jsonl.gz

Needs Google's rouge_score, sacrebleu and rapidfuzz on Python's path. The last line holds the corpus scores. Where a
tokenizer is our own (`chinese`), each of its tokens is handed to rouge_score as a word of ASCII.
"""
import json
import random
import sys
import unicodedata

from rapidfuzz.distance import Indel, LCSseq, Levenshtein
from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU, CHRF

ENGLISH = """the patient a of and with should be given 5mg 5 mg aspirin daily after meals blood pressure 120/80 mmHg
HbA1c 6.5% type-2 diabetes well-controlled, however; liver function (ALT) was 3.2 times 1,000 normal. IL-6 COVID-19
"acute" don't isn't e.g. i.e. U.S. 0.5-1.0 mmol/L -20 &amp; &lt;5 &quot;mild&quot; <skipped> stop. stop, [1] #3 re-
café naïve İstanbul 300K ... ,, .5 5. a.b 1.a a.1 no yes if fever persists see doctor immediately""".split()
CHINESE = """患者 应当 立即 停药 并 监测 血压 血糖 ， 。 、 ； （ ） 肝功能 异常 每日 3次 5mg ３．５ 口服 阿司匹林 高血压 糖尿病
建议 复查 ： HbA1c ≥6.5% 10⁹/L ℃ 38.5℃ “轻度” 《指南》 不宜 手术 感染 抗生素 过敏 史 否认 头痛 、发热 ， 。 mmol/L COVID-19 , .
① β受体 μg 𠮷 ㎎ 々 ー ！ ？ … — · 　 医生 随访""".split(" ")
EDGES = [("", ""), ("", "a b"), ("a b", ""), ("a", "a"), ("a", "b"), ("。", "！"), ("\n", "\n\n"), (" a ", "a"),
         ("a-\nb", "ab"), (".", "."), ("...", "a..."), ("5..", "5."), ("，", "中"), (".5", "5"), ("5.", "5."),
         ("1,2,3", "1,2"), ("x" * 70, "x" * 65), ("ab" * 300, "ba" * 290), ("中" * 513, "中文" * 256),
         ("a b c\nd e", "d e\na b c"), ("A\r\nB", "A\nB"), ("\u2003a\u3000b", "a b"), ("&amp;lt;", "&lt;")]


def text(random_, words, length):
    """Words with spaces, without them, or with line ends."""
    joint = random_.choice([" ", " ", "", "\n"]) if words is CHINESE else " "
    parts = []
    for _ in range(length):
        parts.append(random_.choice(words))
        parts.append("\n" if random_.random() < 0.06 else joint)
    return "".join(parts[:-1])


def changed(random_, s, words):
    """The same text with pieces left out, doubled, moved or replaced."""
    for _ in range(random_.randint(0, 6)):
        i, j = sorted((random_.randint(0, len(s)), random_.randint(0, len(s))))
        j = min(j, i + 12)
        s = random_.choice([s[:i] + s[j:], s[:i] + s[i:j] * 2 + s[j:], s[j:] + s[:j],
                            s[:i] + " " + random_.choice(words) + " " + s[j:]])
    return s


def pairs(count, seed):
    yield from EDGES[:count]
    random_ = random.Random(seed)
    for _ in range(count - len(EDGES)):
        words = random_.choice([ENGLISH, CHINESE, ENGLISH + CHINESE])
        reference = text(random_, words, random_.randint(1, random_.choice([8, 25, 60])))
        answer = changed(random_, reference, words)
        if random_.random() < 0.3:
            answer = text(random_, words, random_.randint(1, 30))
        yield answer, reference


def chinese(s):
    """The rule `chinese` of host/tokens.h, line by line, as words of ASCII."""
    lines = []
    for line in s.split("\n"):
        line = "".join(c.lower()[0] for c in unicodedata.normalize("NFKC", line))  # simple lower case
        kept = [c for c in line if unicodedata.category(c)[0] in "LMN" or unicodedata.category(c) in ("Sm", "Sc")
                or c in "%‰°"]
        lines.append(" ".join("x%x" % ord(c) for c in kept if c not in "^`|~"))
    return "\n".join(lines)


def short(x):
    return round(float(x), 12)


ROUGE = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
SCORER = RougeScorer(ROUGE)


def rouge(answer, reference):
    scores = SCORER.score(reference, answer)
    return [short(x) for name in ROUGE for x in (scores[name].precision, scores[name].recall, scores[name].fmeasure)]


BLEUS = {
    "13a exp": BLEU(effective_order=True),
    "13a exp lower": BLEU(effective_order=True, lowercase=True),
    "zh exp": BLEU(tokenize="zh", effective_order=True),
    "char floor": BLEU(tokenize="char", smooth_method="floor", effective_order=True),
    "13a add-k": BLEU(smooth_method="add-k", effective_order=True),
    "zh none": BLEU(tokenize="zh", smooth_method="none"),
    "13a floor 2": BLEU(smooth_method="floor", smooth_value=0.3, max_ngram_order=2),
}
CHRFS = {
    "chrf": CHRF(),
    "chrf++": CHRF(word_order=2),
    "chrf3 lower space": CHRF(beta=3, lowercase=True, whitespace=True, char_order=4),
    "chrf++ epsilon": CHRF(word_order=2, eps_smoothing=True),
}
CORPUS = {"13a exp": BLEU(), "zh floor": BLEU(tokenize="zh", smooth_method="floor")}


def numbers(answer, reference):
    return {
        "english": rouge(answer, reference),
        "chinese": rouge(chinese(answer), chinese(reference)),
        "bleu": {name: short(m.sentence_score(answer, [reference]).score) for name, m in BLEUS.items()},
        "chrf": {name: short(m.sentence_score(answer, [reference]).score) for name, m in CHRFS.items()},
        "distance": Levenshtein.distance(answer, reference),
        "similarity": short(Levenshtein.normalized_similarity(answer, reference)),
        "lcs": LCSseq.similarity(answer, reference),
        "ratio": short(Indel.normalized_similarity(answer, reference)),
    }


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    answers, references = [], []
    for answer, reference in pairs(count, seed):
        row = {"answer": answer, "reference": reference, **numbers(answer, reference)}
        print(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
        answers.append(answer)
        references.append(reference)
    corpus = {name: short(m.corpus_score(answers, [references]).score) for name, m in {**CORPUS, **CHRFS}.items()}
    print(json.dumps({"corpus": corpus}))


main()
