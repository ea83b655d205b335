"""Classes of error: why a case is an error, as far as gold, run and document tell by themselves."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TypeAlias

from llmextract.evaluation.compare import as_number, normalised, same
from llmextract.evaluation.reports.cases import Case, Part, bare_cases, parts
from llmextract.evaluation.reports.places import Reading, overlaps
from llmextract.evaluation.result import Evaluation
from llmextract.evaluation.tally import Outcome
from llmextract.types import Pointer, Span

CLASSES = (
    "failed",  # the document has no record
    "magnitude",  # off by a factor of `compare.MAGNITUDES`
    "boundaries",  # one text holds the other, or two items are much alike
    "other_field",  # the value and passage of another field
    "taken",  # its passage was given to another field, wrongly
    "shared",  # its passage rightly proves another field too, and only that one got it
    "sum",  # the sum of numbers at gold's place
    "denial",  # gold's 0 is stated by words of denial, which were not taken for one
    "invented_zero",  # a 0 that no label has
    "not_printed",  # code finds no such value at gold's place
    "in_table",  # it is printed in a row of a table, and no field took it
    "overlooked",  # it is printed in running text, and no field took it
    "same_place",  # the right passage, another value
    "neighbour",  # another passage of the same sentence
    "elsewhere",  # another passage than gold's
    "unlabelled",  # a passage that no label claims
    "no_evidence",  # a value without a passage
    "untold",  # the data do not tell
    "ungrounded",  # the right value, from another passage than gold's
)

_ALIKE = 0.4  # two items left over that share this part of their characters are one passage
_ADDENDS = 8  # no sum of more numbers is looked for

Verdict: TypeAlias = tuple[str, Pointer]
"""A class, and the field that is mixed up with the case's own ("" if none)."""


@dataclass(frozen=True, slots=True)
class ClassCount:
    """The errors of one class: fields by outcome, and how many more in lists and tables."""

    name: str
    fields: Counter[Outcome]
    inner: int

    @property
    def total(self) -> int:
        """Of fields, which alone make the headline."""
        return self.fields.total()


@dataclass(frozen=True, slots=True)
class _Around:
    """All cases of a document, and its text."""

    cases: Sequence[Case]
    reading: Reading

    def others(self, case: Case) -> Iterator[Case]:
        return (other for other in self.cases if other.pointer != case.pointer)


def cases(evaluation: Evaluation) -> tuple[Case, ...]:
    """All cases of an evaluation, each with its class of error; in the order of documents.
    Cells that are rightly null are none."""
    scores = evaluation.scores
    readings = {name: Reading(evaluation.texts.get(name, "")) for name in scores.documents}
    by_document: dict[str, list[Case]] = {name: [] for name in readings}
    for case in bare_cases(evaluation, readings):
        by_document[case.document].append(case)
    return tuple(
        case for name, some in by_document.items() for case in _classified(some, readings[name])
    )


def counted(found: Iterable[Case]) -> list[ClassCount]:
    """How many errors there are of each class, the most frequent among fields first."""
    fields: dict[str, Counter[Outcome]] = {}
    inner: Counter[str] = Counter()
    for case in found:
        if case.is_error and case.part is Part.FIELD:
            fields.setdefault(case.error, Counter())[case.outcome] += 1
        elif case.is_error:
            inner[case.error] += 1
    counts = [
        ClassCount(name, fields.get(name, Counter()), inner[name])
        for name in CLASSES
        if name in fields or inner[name]
    ]
    return sorted(counts, key=lambda one: (-one.total, -one.inner))


def _classified(found: Sequence[Case], reading: Reading) -> Iterator[Case]:
    """The cases of one document with their class and the field mixed up."""
    around = _Around(found, reading)
    rules = {
        Outcome.WRONG: _wrong,
        Outcome.MISSING: _missing,
        Outcome.SPURIOUS: _spurious,
        Outcome.RIGHT: _right,
    }
    for case in found:
        error, other = ("failed", "") if case.failed else rules[case.outcome](case, around)
        yield replace(case, error=error, other=other)


def _right(case: Case, _: _Around) -> Verdict:
    return ("ungrounded" if case.grounded is False else ""), ""


def _wrong(case: Case, around: _Around) -> Verdict:
    if case.magnitude:
        return "magnitude", ""
    if case.part is Part.ITEM or _one_holds_the_other(case):
        return "boundaries", ""
    other = _owner(case, around)
    if other:
        return "other_field", other
    if not case.predicted_places:
        return "no_evidence", ""
    if _is_sum(case, around.reading):
        return "sum", ""
    if not case.gold_places:
        return "untold", ""
    if overlaps(case.predicted_places, case.gold_places):
        return "same_place", ""
    near = around.reading.one_sentence(case.predicted_places, case.gold_places)
    return ("neighbour" if near else "elsewhere"), ""


def _spurious(case: Case, around: _Around) -> Verdict:
    if _has_twin(case, around):
        return "boundaries", ""
    other = _owner(case, around)
    if other:
        return "other_field", other
    if case.invented_zero:
        return "invented_zero", ""
    return ("unlabelled" if case.predicted_places else "no_evidence"), ""


def _missing(case: Case, around: _Around) -> Verdict:
    if _has_twin(case, around):
        return "boundaries", ""
    for other in around.others(case):
        if _same(case.gold, other.predicted) and overlaps(other.predicted_places, _claim(case)):
            return ("shared" if other.outcome is Outcome.RIGHT else "taken"), other.pointer
    return _unused(case, around.reading), ""


def _unused(case: Case, reading: Reading) -> str:
    """The class of a value that no field took."""
    if not reading.text:
        return "untold"
    if not case.gold_places:
        return "untold" if reading.printed(case.gold) else "not_printed"
    if as_number(case.gold) == 0 and reading.denies(case.gold_places):
        return "denial"
    if _is_sum(case, reading):
        return "sum"
    if case.part is not Part.ITEM and not reading.states(case.gold, case.gold_places):
        return "not_printed"
    return "in_table" if reading.tabular(case.gold_places) else "overlooked"


def _has_twin(case: Case, around: _Around) -> bool:
    """Whether a list has an item left over on the other side that is much alike."""
    if case.part is not Part.ITEM:
        return False
    mine = _text(case)
    return any(
        SequenceMatcher(None, mine, _text(other), autojunk=False).ratio() >= _ALIKE
        for other in around.cases
        if other.part is Part.ITEM
        and other.pointer == case.pointer
        and {other.outcome, case.outcome} == {Outcome.MISSING, Outcome.SPURIOUS}
    )


def _owner(case: Case, around: _Around) -> Pointer:
    """The field to which gold gives the value and the passage that the run took for this one."""
    for other in around.others(case):
        if _same(case.predicted, other.gold) and overlaps(case.predicted_places, _claim(other)):
            return other.pointer
    return ""


def _claim(case: Case) -> tuple[Span, ...]:
    """The passages that gold claims for a case; where it names none, the only place there is."""
    return case.gold_places if case.labelled or len(case.gold_places) == 1 else ()


def _same(value: object, item: object) -> bool:
    """Whether an item, or a part of it, is `value`."""
    return value is not None and any(same(part, value) for part in parts(item))


def _one_holds_the_other(case: Case) -> bool:
    if as_number(case.gold) is not None or not isinstance(case.predicted, str):
        return False
    one, other = normalised(case.gold), normalised(case.predicted)
    return bool(one and other) and (one in other or other in one)


def _is_sum(case: Case, reading: Reading) -> bool:
    """Whether gold is not printed at its place but the sum of two or more numbers that are."""
    wanted = None if isinstance(case.gold, bool) else as_number(case.gold)
    if not wanted or not case.labelled:
        return False
    numbers = [number for number in reading.numbers_within(case.gold_places) if number][:_ADDENDS]
    if wanted in numbers:
        return False
    sizes = range(2, len(numbers) + 1)
    return any(sum(some) == wanted for n in sizes for some in itertools.combinations(numbers, n))


def _text(case: Case) -> str:
    item = case.gold if case.outcome is Outcome.MISSING else case.predicted
    return "".join(normalised(part) for part in parts(item))
