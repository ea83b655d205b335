"""A right answer with its last digit changed is no answer, whatever place is given for it.

Every numeric gold value of the documents at hand is changed in its last digit, to each of the nine
others, and offered for its field with the true place and without one.  A changed number may by
chance be printed elsewhere in the document, in a unit that the field counts; only there, and never
at the true place, may it be accepted.  Such cases are counted in what the tests print.
"""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from llmextract.analyse import analyse
from llmextract.documents import read_document
from llmextract.evaluation.gold import load_gold
from llmextract.fit import counts
from llmextract.fold import fold
from llmextract.ground import prove_all
from llmextract.mentions.numbers import find_numbers
from llmextract.numerals import parse_number
from llmextract.schema import load_schema
from llmextract.types import MentionKind, Proposal

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SCHEMA = load_schema("disclosure_report")
FOLDERS = {
    "examples": (ROOT / "examples", ROOT / "eval" / "gold"),
    "heldout": (ROOT / "eval" / "heldout" / "documents", ROOT / "eval" / "heldout" / "gold"),
    "training": (ROOT / "eval" / "training" / "documents", ROOT / "eval" / "training" / "gold"),
    "shared": (SHARED / "documents", SHARED / "gold"),
}
LONGER = "of more digits printed elsewhere, accepted from there"


def tampered(value):
    """`value` with its last printed digit changed, nine times."""
    digits = str(value)
    for last in "0123456789":
        if last != digits[-1]:
            yield Decimal(digits[:-1] + last)


def answers(folder):
    """(analysis, field, right value, true place or None) of every numeric gold value."""
    documents, gold = FOLDERS[folder]
    if not documents.is_dir():
        pytest.skip(f"there is no {documents.name} beside this checkout")
    for item in load_gold(gold, documents):
        path = next(documents.glob(f"{Path(item.document).stem}.*"))
        analysis = analyse(read_document(path))
        for spec in SCHEMA.numeric:
            value = item.values.get(spec.pointer)
            if isinstance(value, int | float | Decimal) and spec.pointer not in item.not_annotated:
                spans = item.spans.get(spec.pointer) or (None,)
                yield analysis, spec, Decimal(str(value)), spans[0]


def accepted(analysis, spec, value, span):
    """The evidence that a value is accepted with, if it is."""
    plain = int(value) if spec.kind == "int" else value
    proved, _ = prove_all([Proposal(spec.pointer, plain, span)], analysis, SCHEMA)
    return proved[0].evidence if proved else None


def printed(analysis, spec, value):
    """Whether the document prints `value` somewhere, in a unit that the field counts."""
    return any(
        m.value == value and counts(m, spec)
        for m in analysis.mentions
        if m.kind in (MentionKind.NUMBER, MentionKind.PERCENT, MentionKind.DENIAL)
    ) or (spec.extract.pattern is not None and f"{value}" in fold(analysis.document.text).text)


def states(evidence, value):
    """Whether the raw number of a proof, read anew, is the value."""
    raw = fold(evidence.raw or evidence.quote).text
    values = {found.value for found in find_numbers(f"{raw}，")} | {parse_number(raw)}
    return value in values or value / 10_000 in values or value == 0


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("placed", [True, False], ids=["with its place", "without a place"])
def test_a_changed_last_digit_is_not_accepted(folder, placed):
    """None is accepted unless that very number is printed elsewhere for the field's unit, which
    is common for numbers of one digit only."""
    tally, wrong = Counter(), []
    for analysis, spec, value, span in answers(folder):
        tally["values"] += 1
        if placed and span is None:
            tally["values without a gold place"] += 1
            continue
        for changed in tampered(value):
            tally["offers"] += 1
            evidence = accepted(analysis, spec, changed, span if placed else None)
            if evidence is None:
                tally["rejected"] += 1
                continue
            where = f"{analysis.document.name} {spec.pointer} {value} → {changed}: {evidence.quote}"
            proof = states(evidence, changed) and not _same_number(analysis, evidence, span, value)
            if not proof or not printed(analysis, spec, changed):
                wrong.append(where)
            elif changed < 10:
                tally["of one digit printed elsewhere, accepted from there"] += 1
            else:
                tally[LONGER] += 1
    told = ", ".join(f"{count} {name}" for name, count in tally.items())
    print(f"{folder}, {'with' if placed else 'without'} place: {told}")
    assert not wrong, f"{len(wrong)} accepted of {told}:\n" + "\n".join(wrong)
    assert tally[LONGER] <= 0.03 * tally["offers"], told


def _same_number(analysis, evidence, span, value):
    """Whether a proof rests on the number that states the true value."""
    if span is None:
        return False
    true = [m.span for m in analysis.mentions if m.value == value and span.covers(m.span)]
    text = analysis.document.text
    raw = text.find(evidence.raw or evidence.quote, evidence.start)
    return any(place.start <= raw < place.end for place in true)


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_right_answers_are_accepted_from_their_places(folder):
    """The test above could not pass by rejecting everything."""
    offered = right = 0
    for analysis, spec, value, span in answers(folder):
        if span is not None:
            offered += 1
            right += accepted(analysis, spec, value, span) is not None
    assert right > 0.9 * offered, f"{right} of {offered} right answers accepted"
