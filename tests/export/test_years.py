"""Findings between the years of a body, in the panel."""

from dataclasses import replace
from typing import ClassVar

from llmextract.schema import About, compile_schema
from tests.export.making import Library, extraction, make_run, record
from tests.export.test_write import jsonl, panel


class Chronicle(Library):
    about: ClassVar[About] = replace(Library.about, across=("loans.adult = loans.child[-1]",))


SCHEMA = compile_schema(Chronicle, "chronicle")


def broken(tmp_path, runs) -> list[tuple[str, str, str]]:
    """Breaks between years that the panel tells of: document, run's name, judgement."""
    folders = [make_run(tmp_path / f"run{n}", found, schema=SCHEMA) for n, found in enumerate(runs)]
    out = panel(folders, "jsonl", schema=SCHEMA)
    return [
        (row["document"], row["run"][-4:], row["judgement"])
        for row in jsonl(out, "findings")
        if row["kind"] == "years_broken"
    ]


def test_a_break_is_told_of_the_later_document(tmp_path) -> None:
    """A number that differs from what the year before left is a finding; one that agrees is none."""
    found = [
        extraction("a", record(year=2017, child=4)),
        extraction("b", record(year=2018, adult=5, child=6)),
        extraction("c", record(year=2019, adult=6)),
        extraction("d", record("西山图书馆", year=2019, adult=9)),
    ]
    assert broken(tmp_path, [found]) == [("b", "run0", "source")]


def test_runs_are_one_panel(tmp_path) -> None:
    """Years may stand in different runs; of a document in several runs the last one counts."""
    before = extraction("a", record(year=2017, child=4))
    after = extraction("b", record(year=2018, adult=5))
    assert broken(tmp_path / "x", [[before], [after]]) == [("b", "run1", "source")]
    mended = extraction("b", record(year=2018, adult=4))
    assert broken(tmp_path / "y", [[before, after], [mended]]) == []
