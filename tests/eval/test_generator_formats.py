"""Generated reports as pages with tables: in four formats, whole and damaged, and what reading them
comes to."""

import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from eval.generator.damage import DAMAGES, PLANTED, WHOLE, damaged, kinds_for
from eval.generator.files import write_files
from eval.generator.gold import SUMS
from eval.generator.page import Cell, Paragraph, Table
from eval.generator.pages import FORMS, pages
from eval.generator.wording import wording
from eval.generator.writers import FORMATS, SUFFIXES, rng_for, written
from eval.generator.writers.text import composed
from llmextract.documents.find import MEDIA_TYPES
from llmextract.evaluation.gold.check import check_gold
from llmextract.schema import load_schema

ROOT = Path(__file__).parents[2]
SEED = 5
READ = [form for form in FORMATS if SUFFIXES[form] in MEDIA_TYPES]


@pytest.fixture(scope="module")
def made():
    return list(pages(len(FORMS), SEED))


@pytest.fixture(scope="module")
def reading():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "eval")
        import formats_cells

        yield formats_cells


@pytest.fixture
def read(reading, tmp_path):
    """A page as a file in a format, read; only its tables, for speed."""

    def one(page, form):
        path = tmp_path / f"{page.name}{SUFFIXES[form]}"
        path.write_bytes(written(page, form, SEED))
        found = reading.read(path, page, "", form, "tables")
        assert not found.error
        assert found.quotes == 0
        return found

    return one


@pytest.mark.parametrize("form", FORMATS)
def test_same_seed_same_bytes(made, form):
    """A seed gives the same file each time; another seed another report."""
    again = list(pages(len(FORMS), SEED))
    others = list(pages(len(FORMS), SEED + 1))
    for page, same, other in zip(made, again, others, strict=True):
        assert written(page, form, SEED) == written(same, form, SEED)
        assert written(page, form, SEED) != written(other, form, SEED)


def test_damage_is_drawn_by_the_seed(made):
    """The same seed damages alike, and every kind changes some report of its templates."""
    for kind in DAMAGES:
        there = [page for page in made if kind in kinds_for(page.template)]
        blocks = [damaged(page, kind, SEED).blocks for page in there]
        assert blocks == [damaged(page, kind, SEED).blocks for page in there]
        assert any(changed != page.blocks for page, changed in zip(there, blocks, strict=True))


def test_every_template_has_its_tables(made):
    """The forms have all the cells that they are printed with."""
    cells = {page.name.rsplit("-", 2)[0]: len(page.cells) for page in made}
    two = {"2019": 3 * 2 + 3 * 4 + 2 + 2, "2021": 3 * 2 + 1 + 2 + 1}
    assert cells == {
        "narrative": 0,
        "stat_2014": 58,
        "table_2019": two["2019"] + 23 * 7 + 15,
        "table_2021-25": two["2021"] + 25 * 7 + 15,
        "table_2021-23": two["2021"] + 23 * 7 + 15,
    }


def test_gold_satisfies_the_identities():
    """All declared sums of a whole report hold, in tables, sheet and prose together."""
    for page in pages(40, SEED):
        values = {
            **page.prose.values,
            **{pointer: page.cells[place] for place, pointer in page.fields.items()},
        }
        for total, parts in SUMS:
            if all(pointer in values for pointer in (total, *parts)):
                assert values[total] == sum(values[part] for part in parts), (page.name, total)
        for pointer in set(page.fields.values()) & set(page.prose.values):
            assert values[pointer] == page.prose.values[pointer], (page.name, pointer)
        rows = {}
        for (table, row, column), number in page.cells.items():
            rows.setdefault((table, row), {})[column] = number
        for (table, _), row in rows.items():
            if table in ("table_3", "table_4"):
                assert sum(row.values()) == 2 * row["总计"]
        three = [row for (table, _), row in rows.items() if table == "table_3"]
        if three:
            new, over, *leaves, total, forward = three
            for kind, number in total.items():
                assert sum(leaf[kind] for leaf in leaves) == number
                assert new[kind] + over[kind] == number + forward[kind]


def test_tables_are_whole_grids(made):
    """Each place of a table is covered once, by a cell or a blank, damaged or not."""
    for page in made:
        for kind in (WHOLE, *kinds_for(page.template)):
            for table in damaged(page, kind, SEED).tables:
                places = [
                    (row, column)
                    for number in range(table.height)
                    for cell in table.row(number)
                    for row in range(cell.row, cell.below)
                    for column in range(cell.column, cell.beyond)
                ]
                assert len(places) == len(set(places)) == table.height * table.width, kind


def test_rows_come_and_go_between_cells_that_span_them():
    """A new row lengthens what spans its line, and taking it out restores the table."""
    table = Table("t", (Cell(0, 0, "a", rows=2), Cell(0, 1, "b"), Cell(1, 1, "c")))
    longer = table.with_row(1, [Cell(0, 1, "new")])
    assert [cell.text for cell in longer.row(1)] == ["new"]
    assert longer.row(0)[0].rows == 3
    assert longer.without_row(1) == table


@pytest.mark.parametrize("form", READ)
def test_every_cell_of_an_undamaged_table_is_right(made, read, form):
    """In each format that is read, all cells of all templates, and no broken sum."""
    for page in made:
        found = read(page, form)
        assert set(found.cells) <= {"right"}, (page.name, found.wrong)
        assert found.cells["right"] == len(page.cells)
        assert not found.alarms


@pytest.mark.parametrize("form", [form for form in READ if form in ("text", "html")])
def test_no_cell_of_a_damaged_table_is_wrong_in_silence(read, reading, form):
    """A cell is right, or a finding names it."""
    for n, page in enumerate(pages(2 * len(FORMS), SEED)):
        kinds = kinds_for(page.template)
        for kind in kinds[n % 4 :: 4]:
            found = read(damaged(page, kind, SEED), form)
            assert not found.cells[reading.WRONG], (page.name, kind, found.wrong)


@pytest.mark.parametrize("form", [form for form in READ if form in ("text", "html")])
def test_planted_errors_are_found_and_left_as_printed(read, form):
    """A printed number that breaks a sum is held against the document, and not repaired."""
    planted = 0
    for page in pages(2 * len(FORMS), SEED):
        if page.cells:
            wrong = damaged(page, PLANTED, SEED)
            (place,) = wrong.planted
            assert wrong.cells[place] != page.cells[place]
            found = read(wrong, form)
            assert found.planted == "source"
            assert found.cells["right"] == len(page.cells)
            planted += 1
    assert planted == 8


def test_a_lost_table_is_told_of(read):
    """Its heading stands alone: a finding says so, and no cell is read."""
    for page in pages(2 * len(FORMS), SEED):
        if page.cells:
            found = read(damaged(page, "table lost", SEED), "text")
            lost, told = found.lost
            assert lost == told > 0
            assert set(found.cells) == {"right"}


def test_the_score_tells_right_wrong_and_missing_apart(made, read, reading):
    """A number changed in the gold is wrong, one that is not printed is no such number."""
    page = made[3]
    first, second = ("table_2", "行政许可", "本年处理决定数量"), ("table_3", "总计", "总计")
    off = replace(page, cells={**page.cells, first: 99_999})
    assert read(off, "text").cells[reading.WRONG] == 1
    gone = damaged(page, "half empty", SEED)
    there = replace(gone, cells={**gone.cells, second: 7})
    found = read(there, "text")
    assert found.cells[reading.MISSING] + found.cells[reading.MISSING_TOLD] == 1


def test_gold_of_text_passes_the_complete_check(tmp_path):
    """Offsets, values, cells and sums of whole and damaged text files hold against the text."""
    write_files(tmp_path / "whole", pages(10, SEED), ["text"], WHOLE, SEED)
    torn = ("digits spaced", "label a letter a line")  # the check reads 1 2 and 万␤元 otherwise
    for kind in DAMAGES.keys() - torn:
        write_files(tmp_path / kind.replace("/", ""), pages(5, SEED), ["text"], kind, SEED)
    for folder in tmp_path.iterdir():
        found = check_gold(
            [folder / "text/gold"],
            documents=folder / "text/documents",
            schema=load_schema("disclosure_report"),
            complete=True,
        )
        assert found.faults == (), folder.name


def test_gold_of_other_formats_has_the_same_values(tmp_path):
    """Values, items and cells do not depend on the format; words prove them in place of offsets."""
    import json

    write_files(tmp_path, pages(5, SEED), ["text", "html"], WHOLE, SEED)
    for file in (tmp_path / "text/gold").iterdir():
        text = json.loads(file.read_text("utf-8"))
        other = json.loads((tmp_path / "html/gold" / file.name).read_text("utf-8"))
        for key in ("values", "items", "status"):
            assert text[key] == other[key]
        assert text.get("tables") == other.get("tables")
        document = (tmp_path / "text/documents" / text["document"]).read_text("utf-8")
        assert all(quote in document for quote in other["quotes"].values())


def test_word_files_hold_merged_cells_and_counted_headings():
    """Spans are Word's own, and the headings of some files are numbered by Word alone."""
    counted = 0
    for page in pages(30, SEED, ["table_2021-25"]):
        with zipfile.ZipFile(io.BytesIO(written(page, "docx", SEED))) as archive:
            xml = archive.read("word/document.xml").decode()
        assert 'w:vMerge w:val="restart"' in xml
        assert 'w:gridSpan w:val="7"' in xml
        heading = "收到和处理政府信息公开申请情况"
        assert heading in xml
        if f"三、{heading}" not in xml:
            assert "w:numPr" in xml
            counted += 1
    assert 3 < counted < 25


def test_text_files_say_what_the_blocks_say(made):
    """Every paragraph and every cell of a page stands in its text, in order."""
    for page in made:
        text = composed(page, rng_for(page, "text", SEED)).text
        at = 0
        for block in page.blocks:
            words = (
                [block.text]
                if isinstance(block, Paragraph)
                else [cell.text for cell in block.cells if cell.text]
            )
            for word in words:
                at = text.index(word, at) + len(word)


def test_phrases_stand_apart_from_the_examples():
    """No sentence, trap or phrase of the generator is taken from a bundled example; titles, laws
    and labels of the official forms are."""
    examples = "".join(p.read_text("utf-8") for p in sorted((ROOT / "examples").glob("*.txt")))
    examples = re.sub(r"\s", "", examples)
    official = {"sheet", "table_3", "drift", "head", "headings"}
    own = [
        (name, part)
        for name, sections in wording().files.items()
        if name not in official
        for lines in sections.values()
        for line in lines
        for part in re.split(r"\{\w+\}|[，。；：、\s|]", line)
        if len(part) >= 13
    ]
    assert len(own) > 100
    assert [(name, part) for name, part in own if part in examples] == []


def test_drifted_labels_are_no_alias_of_the_schema():
    """What labels drift to is not what the layouts declare, or the damage would be none."""
    declared = {
        name
        for table in load_schema("disclosure_report").tables
        for layout in table.layouts
        for block in layout.blocks
        for one in (*block.rows, *block.columns)
        for name in one.labels
    }
    drift = wording().files["drift"]
    told = [word for words in drift.values() for word in words]
    assert len(set(told) & declared) <= len(told) // 10
    assert all(word not in words for word, words in drift.items())


def test_numbers_in_cells_are_those_of_the_gold(made):
    """What a whole table prints is the gold's number, sheet rows of money in 万元."""
    for page in made:
        for table in page.tables:
            for cell in table.cells:
                if cell.place:
                    times = 10_000 if page.fields.get(cell.place) in _MONEY else 1
                    assert Decimal(cell.text) * times == page.cells[cell.place]


_MONEY = ("/fees/collected", "/capacity/budget")
