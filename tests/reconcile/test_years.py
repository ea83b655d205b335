"""Documents of one body held against those of the year before."""

from dataclasses import replace
from typing import Annotated, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from llmextract.errors import SchemaError
from llmextract.reconcile import reconcile_years
from llmextract.schema import About, Extract, compile_schema
from llmextract.types import (
    Evidence,
    Extraction,
    Finding,
    Qualifier,
    Reason,
    Rejected,
    Span,
    Usage,
)


class Books(BaseModel):
    name: str | None = None
    year: int | None = None
    left: Annotated[int | None, Extract("left over")] = None
    begun: Annotated[int | None, Extract("begun with")] = None
    stock: dict[str, dict[str, int | None]] | None = None

    about: ClassVar[About] = About(
        "books",
        across=("begun = left[-1]", 'stock.*.kept = stock.*.kept[-1] + stock.*."in/out"'),
        entity="/name",
        time="/year",
    )


SCHEMA = compile_schema(Books)


def extraction(year, numbers, name="Cove Library", document="", **more) -> Extraction:
    """What one document says: `numbers` by field, or by row and column."""
    record = {"name": name, "year": year, "left": None, "begun": None, "stock": None}
    evidence = {}
    for at, (key, value) in enumerate(numbers.items()):
        pointer = f"/{key}" if isinstance(key, str) else f"/stock/{key[0]}/{key[1]}"
        pointer = pointer.replace("in/out", "in~1out")
        if isinstance(key, str):
            record[key] = value
        else:
            record["stock"] = record["stock"] or {}
            record["stock"].setdefault(key[0], {})[key[1]] = value
        evidence[pointer] = Evidence(str(value), at, at + 1, confidence=0.95, raw=str(value))
    return Extraction(document or f"{year}.txt", record, evidence, (), (), Usage(), **more)


def check(*extractions):
    return reconcile_years(SCHEMA, extractions)


@given(st.integers(0, 99), st.integers(0, 99))
def test_what_is_left_is_what_the_next_year_begins_with(left, begun) -> None:
    """The judgement is arithmetic, and names both documents, years, numbers and places."""
    (found,) = check(extraction(2020, {"begun": begun}), extraction(2019, {"left": left}))
    assert (found.finding.judgement == "holds") is (left == begun)
    assert found.finding.detail["difference"] == begun - left
    assert (found.years, found.documents) == ((2020, 2019), ("2020.txt", "2019.txt"))
    assert [(o["document"], o["value"], o["start"]) for o in found.finding.detail["operands"]] == [
        ("2020.txt", begun, 0),
        ("2019.txt", left, 0),
    ]


def test_a_break_between_sure_numbers_is_the_documents_fault() -> None:
    """Source, with both numbers and years in the message; the pointers are of the later."""
    (found,) = check(extraction(2019, {"left": 4}), extraction(2020, {"begun": 3}))
    assert (found.finding.kind, found.finding.judgement) == ("years_broken", "source")
    assert (
        found.finding.message == "begun with 3 (2020) = left over 4 (2019): but they differ by -1"
    )
    assert found.finding.pointers == ("/begun",)


def doubt_confidence(found: Extraction) -> Extraction:
    evidence = {p: replace(e, confidence=0.5) for p, e in found.evidence.items()}
    return replace(found, evidence=evidence)


def doubt_rival(found: Extraction) -> Extraction:
    return replace(found, rejected=(Rejected("/left", 3, Reason.RIVAL, "", Span(0, 1)),))


def doubt_finding(found: Extraction) -> Extraction:
    return replace(found, findings=(Finding("explained", "4 → 3", ("/left",), "suspect"),))


@pytest.mark.parametrize("doubt", [doubt_confidence, doubt_rival, doubt_finding])
def test_a_break_with_a_number_in_doubt_is_suspect(doubt) -> None:
    """Low confidence, a rival, or a suspect finding of its own document puts it in doubt."""
    (found,) = check(doubt(extraction(2019, {"left": 4})), extraction(2020, {"begun": 3}))
    assert found.finding.judgement == "suspect"
    assert list(found.finding.detail["doubts"]) == ["2019 /left"]


def test_rows_of_a_table_are_checked_one_by_one() -> None:
    """`*` is every row that the later document has; names with a slash are quoted."""
    before = extraction(2020, {("maps", "kept"): 10, ("tapes", "kept"): 5})
    after = extraction(
        2021,
        {
            ("maps", "kept"): 12, ("maps", "in/out"): 2,
            ("tapes", "kept"): 9, ("tapes", "in/out"): 2,
            ("films", "kept"): 7, ("films", "in/out"): 7,
        },
    )  # fmt: skip
    assert [(f.finding.kind, f.finding.pointers[0]) for f in check(before, after)] == [
        ("years_hold", "/stock/maps/kept"),
        ("years_broken", "/stock/tapes/kept"),
    ]


def test_years_bodies_and_numbers_that_are_missing_say_nothing() -> None:
    """A gap between years, another body, no number, no year, no name: no finding."""
    later = extraction(2021, {"begun": 3})
    assert check(extraction(2019, {"left": 4}), later) == []
    assert check(extraction(2020, {"left": 4}, name="Hill Library"), later) == []
    assert check(extraction(2020, {"begun": 4}), later) == []
    assert check(extraction(None, {"left": 4}), later) == []
    assert check(extraction(2020, {"left": 4}, name=None), later) == []
    assert check(Extraction("a.txt", None, {}, (), (), Usage(), error="no"), later) == []


def test_spellings_that_differ_in_form_are_one_body() -> None:
    """Width, case, blanks and punctuation do not part bodies; `body_of` may know better."""
    pair = (
        extraction(2019, {"left": 4}, name="Ｃove  library."),
        extraction(2020, {"begun": 4}),
    )
    assert [f.finding.judgement for f in check(*pair)] == ["holds"]
    assert reconcile_years(SCHEMA, pair, lambda name: name) == []
    assert reconcile_years(SCHEMA, pair, lambda name: None) == []
    pair = (extraction(2019, {"left": 4}, name="The old one"), pair[1])
    assert [f.finding.judgement for f in reconcile_years(SCHEMA, pair, lambda name: "x")] == [
        "holds"
    ]


def test_two_documents_of_one_body_and_year_are_held_against_no_other() -> None:
    """They are told of; the same document of a later run takes the earlier one's place."""
    first = extraction(2019, {"left": 4})
    last = extraction(2020, {"begun": 3})
    (found,) = check(first, extraction(2019, {"left": 3}, document="copy.txt"), last)
    assert (found.finding.kind, found.documents) == ("years_twice", ("2019.txt", "copy.txt"))
    (found,) = check(first, last, extraction(2019, {"left": 3}))
    assert found.finding.judgement == "holds"


def test_approximate_numbers_are_intervals_between_years_too() -> None:
    """100余 one year allows for 117 the next."""
    about = extraction(2019, {"left": 100})
    evidence = {p: replace(e, qualifier=Qualifier.OVER) for p, e in about.evidence.items()}
    (found,) = check(replace(about, evidence=evidence), extraction(2020, {"begun": 117}))
    assert found.finding.judgement == "holds"


def test_a_cell_that_is_a_fields_value_too_is_checked_once() -> None:
    """The same identity over the same characters is one finding."""

    class Both(Books):
        about: ClassVar[About] = replace(
            Books.about, across=("begun = left[-1]", "stock.new.all = stock.old.all[-1]")
        )

    pair = []
    for year, field, row in ((2019, "left", "old"), (2020, "begun", "new")):
        made = extraction(year, {field: 4, (row, "all"): 4})
        cell = next(iter(made.evidence.values()))
        pair.append(replace(made, evidence=dict.fromkeys(made.evidence, cell)))
    assert len(reconcile_years(compile_schema(Both), pair)) == 1


@pytest.mark.parametrize(
    ("identity", "says"),
    [
        ("begun = lost[-1]", "no field"),
        ("begun = left", "of one year"),
        ("begun = left[1]", "cannot be read"),
        ("begun = ", "cannot be read|not of the form"),
    ],
)
def test_an_identity_between_years_that_cannot_be_meant_is_refused(identity, says) -> None:
    """Unknown fields, one year only, and other notations are errors of the schema."""

    class Other(Books):
        about: ClassVar[About] = About("x", across=(identity,), entity="/name", time="/year")

    with pytest.raises(SchemaError, match=says):
        compile_schema(Other)


def test_a_schema_with_such_identities_must_say_whose_and_when() -> None:
    """Without entity and time documents cannot be paired; without identities nothing is asked."""

    class Other(Books):
        about: ClassVar[About] = About("x", across=("begun = left[-1]",))

    with pytest.raises(SchemaError, match="entity and time"):
        compile_schema(Other)

    class Plain(Books):
        about: ClassVar[About] = About("x")

    assert reconcile_years(compile_schema(Plain), [extraction(2019, {"left": 4})]) == []
