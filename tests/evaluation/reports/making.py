"""A small evaluation with every kind of error, made by hand."""

from datetime import UTC, datetime

from llmextract.evaluation.calibration.measures import Bin, Measures, Point
from llmextract.evaluation.facts import GoldFacts, RunFacts
from llmextract.evaluation.gold import Gold
from llmextract.evaluation.predictions import Prediction
from llmextract.evaluation.result import Evaluation
from llmextract.evaluation.score import score
from llmextract.types import Span

TEXT = (
    "某局2019年报告\n"
    "收到申请19件，其中信函1件、网络18件。未收到复议申请。\n"
    "公布信息2万条。会议3次、培训4次，另有座谈5次。\n"
    "复议\t3\t1\t7\n"
    "主办建议11件，协办12件。"
)

HOSTILE = "</script><script>document.title='taken'</script><img src=x onerror=alert(1)>|`*_[x](y)"


def at(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def proof(words: str, text: str = TEXT, **more) -> dict:
    span = at(words, text)
    return {"quote": words, "start": span.start, "end": span.end, **more}


def document(values: dict, places: dict, found: dict, evidence: dict, name="d", text=TEXT):
    """Gold and prediction of one document; `values` and `found` are keyed by field of /a."""
    gold = Gold(
        name,
        {f"/a/{key}": value for key, value in values.items()},
        spans={f"/a/{key}": (at(words, text),) for key, words in places.items()},
    )
    proofs = {f"/a/{key}": proof(words, text) for key, words in evidence.items()}
    return gold, Prediction(name, {"a": found}, proofs)


def evaluation(pairs, texts=None, **more) -> Evaluation:
    scores = score([gold for gold, _ in pairs], [one for _, one in pairs if one is not None])
    start = datetime(2020, 1, 2, tzinfo=UTC).isoformat()
    run = RunFacts("a-run", "s", "link", "scripted", {"p": "1 ab"}, start, "0", 2, 4, 100, 20, 3.0)
    given = {"d": TEXT} if texts is None else texts
    return Evaluation(
        run=run,
        gold=GoldFacts("gold", len(pairs), 9, "ab" * 32),
        scores=scores,
        interval=scores.interval(),
        macro_f1=scores.macro_f1,
        texts=given,
        **more,
    )


def mixed(**more) -> Evaluation:
    """Right, wrong, missing and spurious cells in one document, and a document that failed."""
    pair = document(
        {"received": 19, "online": 18, "meetings": 3, "total": 20000},
        {
            "received": "收到申请19件",
            "online": "网络18件",
            "meetings": "会议3次",
            "total": "信息2万条",
        },
        {"received": 19, "online": 1, "letter": 18, "total": 2},
        {
            "received": "收到申请19件",
            "online": "信函1件",
            "letter": "网络18件",
            "total": "信息2万条",
        },
    )
    failed = Gold("failed", {"/a/received": 7})
    more.setdefault("labels", {"/a/received": "收到申请数"})
    return evaluation([pair, (failed, None)], **more)


def calibration() -> Measures:
    bins = tuple(Bin(n / 10, (n + 1) / 10, n, n / 10 + 0.05, n / 10) for n in range(10))
    curve = tuple(Point(n / 60, n / 300, 1 - n / 60) for n in range(1, 61))
    return Measures(45, 0.1, 0.05, 0.03, 0.01, bins, curve, 0.02, 0.5)
