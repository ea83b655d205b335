"""Printed results of other scorers, made again by ours from the counts or answers behind them."""

import pytest

from llmextract.evaluation import Gold, Outcome, Prediction, Tally, score

# Phrases in the corpus, found and correct, then precision, recall and F as printed, in percent.
CONLL = {
    "ADJP": (6, 1, 0, "0.00", "0.00", "0.00"),
    "ADVP": (8, 11, 5, "45.45", "62.50", "52.63"),
    "NP": (262, 317, 206, "64.98", "78.63", "71.16"),
    "PP": (90, 107, 89, "83.18", "98.89", "90.36"),
    "SBAR": (6, 3, 2, "66.67", "33.33", "44.44"),
    "VP": (87, 100, 69, "69.00", "79.31", "73.80"),
}
CONLL_ALL = (459, 539, 371, "68.83", "80.83", "74.35")

# Entities of the answer key and of the system, as (type, start, end).
TRUE = [
    ("PER", 59, 69),
    ("LOC", 127, 134),
    ("LOC", 164, 174),
    ("LOC", 197, 205),
    ("LOC", 208, 219),
    ("MISC", 230, 240),
]
FOUND = [
    ("PER", 24, 30),
    ("LOC", 124, 134),
    ("PER", 164, 174),
    ("LOC", 197, 205),
    ("LOC", 208, 219),
    ("LOC", 225, 243),
]
SCHEMES = {
    "strict": (lambda entity: " ".join(map(str, entity)), Tally(2, 3, 1, 1), 1 / 3),
    "exact": (lambda entity: f"{entity[1]} {entity[2]}", Tally(3, 2, 1, 1), 1 / 2),
    "ent_type": (lambda entity: entity[0], Tally(3, 2, 1, 1), 1 / 2),
}


def percent(value):
    return f"{100 * (value or 0):.2f}"


@pytest.mark.parametrize("together", [False, True])
def test_the_output_example_of_conlleval(together):
    """The example of conlleval's own output page comes out to every printed digit, by type and
    over all.

    Source: E. F. Tjong Kim Sang and S. Buchholz, Introduction to the CoNLL-2000 Shared Task:
    Chunking, 2000, page "Output Example conlleval" of the task (clips.uantwerpen.be/conll2000/
    chunking/output.html): 459 phrases, 539 found, 371 correct, with the found phrases, precision,
    recall and FB1 of each type.  The page gives six ADJP phrases; the corpus counts of the other
    types are found over correct by the printed rates, and sum to the printed 459 and 371.

    Convention: a phrase is a cell.  conlleval has no class for a wrong phrase: it is one that is
    missing and one that is spurious.  Called wrong (`together`) the figures are the same, since a
    wrong value counts once as stated and once as given.
    """
    gold, found = {}, {}
    for kind, (corpus, given, correct, *_) in CONLL.items():
        missing = range(correct, corpus)
        start = correct if together else corpus
        spurious = range(start, start + given - correct)
        gold |= {f"/{kind}/{at}": "phrase" for at in (*range(correct), *missing)}
        found[kind] = {str(at): "phrase" for at in range(correct)}
        found[kind] |= {str(at): "another" for at in spurious}
    scores = score([Gold("d", gold)], [Prediction("d", found)])
    wrong = sum(cell.outcome is Outcome.WRONG for cell in scores.cells)
    assert (wrong > 0) is together
    rows = {**CONLL, "all": CONLL_ALL}
    for kind, tally in {**scores.by_group, "all": scores.total}.items():
        corpus, given, correct, *printed = rows[kind]
        assert (tally.stated, tally.given, tally.right) == (corpus, given, correct)
        rates = (tally.precision, tally.recall, tally.f1)
        assert [percent(rate) for rate in rates] == printed


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_example_of_semeval_2013(scheme):
    """The worked example of the SemEval scorer comes out count by count in its three schemes
    without partial credit.

    Source: I. Segura-Bedmar, P. Martínez and M. Herrero-Zazo, SemEval-2013 Task 9: Extraction of
    Drug-Drug Interactions from Biomedical Texts, 2013 (schemes and categories, after MUC-5); the
    entities and the expected counts, precision, recall and F1 are those of nervaluate's test
    test_compute_metrics_case_1 (github.com/MantisAI/nervaluate, tests/test_nervaluate.py).

    Convention: an entity is a cell, paired with the one that it overlaps; COR is right, INC
    wrong, MIS missing, SPU spurious.  A cell says type and bounds (strict), bounds alone (exact)
    or type alone (ent_type).  The fourth scheme gives half a point for a part, which ours never
    does.
    """
    written, expected, rate = SCHEMES[scheme]
    gold = {f"/true/{at}": written(entity) for at, entity in enumerate(TRUE)}
    found = {}
    for entity in FOUND:
        overlapped = [at for at, (_, s, e) in enumerate(TRUE) if s < entity[2] and entity[1] < e]
        found[str(overlapped[0]) if overlapped else "none"] = written(entity)
    total = score([Gold("d", gold)], [Prediction("d", {"true": found})]).total
    assert total == expected
    assert (total.precision, total.recall, total.f1) == pytest.approx((rate, rate, rate))


def test_the_example_of_semeval_2013_as_a_list():
    """As items of a list, which find their partners by themselves, the example has the strict
    precision and recall (source as above)."""
    names = ("type", "start", "end")
    gold = Gold("d", {}, items={"/entities": tuple(dict(zip(names, e, strict=True)) for e in TRUE)})
    found = {"entities": [dict(zip(names, e, strict=True)) for e in FOUND]}
    tally = score([gold], [Prediction("d", found)]).by_list["/entities"]
    assert (tally.right, tally.stated, tally.given) == (2, 6, 6)
    assert tally.precision == tally.recall == tally.f1 == pytest.approx(1 / 3)
