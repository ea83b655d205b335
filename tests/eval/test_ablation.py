"""What each part of `link` is worth."""

import re
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from eval.generator import reports
from eval.generator.__main__ import write
from llmextract.schema import load_schema

EVAL = Path(__file__).parents[2] / "eval"
SCHEMA = load_schema("disclosure_report")
KEPT = {"label", "unit", "units", "hint"}


@pytest.fixture(scope="module")
def ablation():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(EVAL)
        import ablation

        yield ablation


def test_bare_leaves_nothing_but_labels(ablation) -> None:
    """No counted field, and no group, has another word by which it could be found."""
    bare = ablation.bare(SCHEMA)
    words = {f.name for f in fields(SCHEMA.fields[0].extract)} - KEPT
    for spec in bare.numeric:
        if not spec.extract.pattern:
            assert [name for name in words if isinstance(getattr(spec.extract, name), tuple)
                    and getattr(spec.extract, name)] == []  # fmt: skip
        assert [about for about in spec.inside if about.aliases or about.unlike] == []


def test_bare_changes_nothing_else(ablation) -> None:
    """Labels, units, hints, sums, tables and passages are the schema's, field by field."""
    bare = ablation.bare(SCHEMA)
    assert replace(bare, fields=SCHEMA.fields) == SCHEMA
    for old, new in zip(SCHEMA.fields, bare.fields, strict=True):
        assert (old.pointer, old.kind) == (new.pointer, new.kind)
        assert all(getattr(old.extract, n) == getattr(new.extract, n) for n in KEPT)
        assert [a.label for a in old.inside] == [a.label for a in new.inside]
    assert any(spec.extract.aliases for spec in SCHEMA.numeric)


def test_masked_leaves_bias_and_columns(ablation) -> None:
    """What an answer is weighed by is 0 but for the bias and the columns asked for."""
    judged = ablation.Judged(None, {"a": (1.0, 2.0, 3.0, 4.0, 5.0)})
    assert ablation.masked(judged, slice(2, 5)).rows == {"a": (1.0, 0.0, 3.0, 4.0, 5.0)}
    assert ablation.masked(judged, slice(0, 5)).rows == judged.rows
    assert ablation.masked(judged, slice(0, 0)).rows == {"a": (1.0, 0.0, 0.0, 0.0, 0.0)}


def test_a_row_has_precision_recall_and_f1(ablation) -> None:
    """A wrong value counts against both, a missing and a spurious one against one each."""
    assert ablation.row("x", np.array([6, 1, 2, 3])) == "| x | 0.600 | 0.667 | 0.632 |"
    assert ablation.row("none", np.zeros(4, int)) == "| none | 0.000 | 0.000 | 0.000 |"


def test_recordings_are_read_whichever_variants_are(
    ablation, tmp_path, monkeypatch, capsys
) -> None:
    """With --only, the models' part still has weighed documents, by folder, with their recording."""
    write(tmp_path / "made", reports(2, 5, ["narrative"]))
    seen = []

    def with_model(recorded, schema, model):
        seen.extend((model, name, [bool(s.scores) for s in group]) for group, name in recorded)
        yield "asked", np.array([1, 0, 0, 0])

    monkeypatch.setattr(ablation, "with_model", with_model)
    words = [str(tmp_path / "made"), "--only", "solver: each", "--recorded", "made"]
    monkeypatch.setattr(sys, "argv", ["ablation.py", *words])
    ablation.main()
    assert seen == [(model, "made", [True, True]) for model in ablation.MODELS]
    rows = [line.split(" | ")[0] for line in capsys.readouterr().out.splitlines()[2:]]
    assert rows == ["| without the solver: each number its best field", *["| asked"] * 2]


def test_two_generated_reports_are_scored(ablation, tmp_path, monkeypatch, capsys) -> None:
    """The command prints a row for each variant, with figures that parts can change."""
    write(tmp_path / "made", reports(2, 5, ["narrative"]))
    monkeypatch.setattr(sys, "argv", ["ablation.py", str(tmp_path / "made")])
    ablation.main()
    rows = re.findall(
        r"^\| ([^|]+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", capsys.readouterr().out, re.M
    )
    assert [name for name, *_ in rows] == [variant.name for variant in ablation.VARIANTS]
    figures = {name: tuple(map(float, found)) for name, *found in rows}
    assert all(0 <= figure <= 1 for found in figures.values() for figure in found)
    assert figures["all of it, no model"][2] > 0
    assert len(set(figures.values())) > 1
