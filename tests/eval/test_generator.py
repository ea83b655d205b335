"""Generated reports: their gold, their sums, and how their wording recurs."""

import json
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from decimal import Decimal
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from eval.generator import TEMPLATES, Report, reports
from eval.generator.__main__ import write
from eval.generator.gold import SUMS
from eval.generator.wording import wording
from llmextract.evaluation.gold.check import check_gold
from llmextract.numerals import parse_number
from llmextract.schema import load_schema

EVAL = Path(__file__).parents[2] / "eval"
DENIES = re.compile("[0０〇零未无没不免]")


@pytest.fixture(scope="module")
def corpus() -> list[Report]:
    return list(reports(80, 7))


def numbers(words: str) -> set[Decimal]:
    plain = re.sub(r"(?<=\d)[, ](?=\d{3})", "", unicodedata.normalize("NFKC", words))
    found = set()
    for digits, times in re.findall(r"(-?\d+(?:\.\d+)?)(?:余|多)?\s*(万?)", plain):
        found |= {Decimal(digits), Decimal(digits) * (10000 if times else 1)}
    if "万元" in plain:
        found |= {number * 10000 for number in found}
    chinese = (parse_number(one) for one in re.findall("[一二两三四五六七八九十]+", plain))
    return found | {number for number in chinese if number is not None}


def masked(phrase: str) -> str:
    return re.sub(r"[件份条项人名次场期个处篇封起]+$", "", phrase.replace("{n}", "N"))


def test_same_seed_same_bytes(tmp_path):
    """A seed gives the same files each time, and another seed gives others."""
    for name, seed in (("first", 7), ("second", 7), ("third", 8)):
        write(tmp_path / name, reports(30, seed))
    texts = [
        {file.relative_to(tmp_path / name): file.read_bytes() for file in folder.rglob("*.*")}
        for name in ("first", "second", "third")
        for folder in [tmp_path / name]
    ]
    assert texts[0] == texts[1]
    assert not set(texts[0].values()) & set(texts[2].values())


def test_gold_passes_the_complete_check(tmp_path, corpus):
    """Gold has no fault against its text and the schema: spans, kinds, identities, all of it."""
    write(tmp_path, corpus)
    schema = load_schema("disclosure_report")
    found = check_gold(
        [tmp_path / "gold"], documents=tmp_path / "documents", schema=schema, complete=True
    )
    assert found.faults == ()
    assert found.files == len(corpus)


def test_every_scalar_field_occurs(corpus):
    """Each scalar field of the schema is stated somewhere, so that none goes unmeasured."""
    schema = load_schema("disclosure_report")
    scalars = {s.pointer for s in schema.fields if not s.kind.startswith("list")}
    assert {pointer for report in corpus for pointer in report.gold["values"]} == scalars


def test_sums_hold_unless_marked(corpus):
    """A complete sum of stated values holds, or stands under broken_identities."""
    broken = 0
    for report in corpus:
        values, marked = report.gold["values"], report.gold.get("broken_identities", [])
        for total, parts in SUMS:
            if all(pointer in values for pointer in (total, *parts)):
                printed = " + ".join(str(values[part]) for part in parts)
                holds = values[total] == sum(values[part] for part in parts)
                assert holds is not (f"{values[total]} ≠ {printed}" in marked), report.name
        broken += bool(marked)
    assert 0 < broken < len(corpus) / 8


def test_table_sums_hold_unless_marked(corpus):
    """Each column and row of table 3 adds up, save where one sum is broken on purpose."""
    seen = 0
    for report in corpus:
        table = report.gold.get("tables", {}).get("table_3")
        if table is None or report.gold.get("broken_identities"):
            continue
        seen += 1
        new, over, *leaves, total, forward = table.values()
        for column in total:
            assert sum(row[column] for row in leaves) == total[column]
            assert new[column] + over[column] == total[column] + forward[column]
        for row in table.values():
            assert sum(row.values()) == 2 * row["总计"]
    assert seen > 10


def test_broken_table_differs_from_its_parts_by_one(corpus):
    """A broken table prints a total that is one higher than its cells' sum."""
    broken = [
        r for r in reports(400, 7, ["table_2019", "table_2021"]) if r.gold.get("broken_identities")
    ]
    assert broken
    for report in broken:
        row = report.gold["tables"]["table_3"]["总计"]
        assert row["总计"] == sum(row.values()) - row["总计"] + 1


def test_spans_hold_their_numbers(corpus):
    """Each span of a numeric value or cell holds its number, or a denial if it is 0."""
    for report in corpus:
        values = dict(report.gold["values"])
        for table, rows in report.gold.get("tables", {}).items():
            for row, cells in rows.items():
                for column, cell in cells.items():
                    key = "/".join(one.replace("/", "~1") for one in (table, row, column))
                    values[f"/tables/{key}"] = cell
        for pointer, value in values.items():
            if isinstance(value, str | None):
                continue
            spans = report.gold["spans"][pointer]
            for start, end in [spans] if isinstance(spans[0], int) else spans:
                words = report.text[start:end]
                if value == 0:
                    assert DENIES.search(words), (report.name, pointer, words)
                elif not numbers(words) & {Decimal(str(value)), Decimal(str(value)) / 10000}:
                    raise AssertionError((report.name, pointer, value, words))


def test_items_stand_in_their_spans(corpus):
    """An item's span begins and ends with the item, or holds its label and count."""
    for report in corpus:
        for pointer, items in report.gold["items"].items():
            for item, (start, end) in zip(items, report.gold["item_spans"][pointer], strict=True):
                words = report.text[start:end]
                if isinstance(item, str):
                    assert words == item
                else:
                    assert item.get("label", item.get("title")) in words


def test_at_least_ten_phrases_a_field():
    """Every numeric field can be said in ten ways or more, none of them twice."""
    schema = load_schema("disclosure_report")
    words = wording()
    for spec in schema.fields:
        if spec.numeric and spec.pointer != "/report/year":
            phrases = words.fields[spec.pointer]
            assert len(set(phrases)) == len(phrases) >= 10, spec.pointer
            assert all(phrase.count("{n}") == 1 for phrase in phrases)


def test_no_two_fields_share_wording():
    """No phrase is, but for the unit, the phrase of two fields, or of a field and a trap."""
    meanings = defaultdict(set)
    for pointer, phrases in wording().fields.items():
        for phrase in phrases:
            meanings[masked(phrase)].add(pointer)
    for group, lines in wording().files["distractors"].items():
        for line in lines:
            meanings[masked(re.sub(r"\{[abc]\}", "{n}", line))].add(f"trap of {group}")
    assert {phrase: of for phrase, of in meanings.items() if len(of) > 1} == {}


def test_no_phrase_ends_with_another_fields_phrase():
    """What stands before a phrase never makes it another field's, save that proposals are told
    apart by 主办 and 协办 ahead of the same name."""
    flat = [(p, phrase) for p, phrases in wording().fields.items() for phrase in phrases]
    inside = [
        (a, b)
        for a, b in combinations(flat, 2)
        if a[0] != b[0] and (a[1].endswith(b[1]) or b[1].endswith(a[1]))
        if not a[0].startswith("/proposals") or not b[0].startswith("/proposals")
    ]
    assert inside == []


def test_bodies_repeat_themselves_and_their_style(corpus):
    """Clauses recur most from year to year of a body, then among bodies of a style, then beyond."""

    def clauses(report: Report) -> set[str]:
        text = re.sub(r"[\d０-９,.]+", "N", report.text)
        return {clause for clause in re.split("[，。；、\n]", text) if "N" in clause}

    prose = list(reports(120, 3, ["narrative"]))
    shares = defaultdict(list)
    for a, b in combinations(prose, 2):
        near = "body" if a.body == b.body else "style" if a.style == b.style else "none"
        first, second = clauses(a), clauses(b)
        shares[near].append(len(first & second) / min(len(first), len(second)))
    means = {near: sum(of) / len(of) for near, of in shares.items()}
    assert means["body"] > 0.6
    assert means["body"] > means["style"] + 0.1 > means["none"] + 0.3


def test_what_is_carried_forward_is_carried_over():
    """Applications carried forward in one year are carried over in the body's next."""
    tables = list(reports(60, 11, ["table_2019", "table_2021"]))
    pairs = 0
    for earlier, later in pairwise(tables):
        if earlier.body == later.body and earlier.year + 1 == later.year:
            values = earlier.gold["values"], later.gold["values"]
            keys = "/applications/carried_forward", "/applications/carried_over"
            if all(key in value for key, value in zip(keys, values, strict=True)):
                assert values[0][keys[0]] == values[1][keys[1]]
                pairs += 1
    assert pairs > 10


@pytest.mark.parametrize("template", TEMPLATES)
def test_only_the_templates_asked_for(template):
    """Only reports of the templates asked for are written, as many as asked for."""
    made = list(reports(12, 5, [template]))
    assert [report.gold["values"]["/report/template"] for report in made] == [template] * 12


def test_command_writes_and_never_overwrites(tmp_path):
    """The command writes documents, gold and their list, and refuses a folder with files in it."""
    command = [sys.executable, "-m", "generator", str(tmp_path / "out"), "--count", "3"]
    subprocess.run(command, cwd=EVAL, check=True)
    listed = json.loads((tmp_path / "out" / "corpus.json").read_text("utf-8"))
    assert {one["document"] for one in listed} == {
        file.name for file in (tmp_path / "out" / "documents").iterdir()
    }
    again = subprocess.run(command, cwd=EVAL, check=False, capture_output=True, text=True)
    assert again.returncode == 2
    assert "not empty" in again.stderr
