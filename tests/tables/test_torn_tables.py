"""Tables whose labels, heads and blanks do not stand as they should."""

import hashlib
from typing import Annotated, ClassVar

import pytest
from pydantic import BaseModel

from llmextract.analyse import analyse
from llmextract.schema import About, Block, Column, Extract, Layout, Row, Sum, compile_schema
from llmextract.tables import TablesRead, read_tables
from llmextract.types import Document

USES = Layout(
    "uses",
    (
        Block(
            (Column("自来水"), Column("井水"), Column("其他"), Column("合计")),
            (
                Row("居民生活用水"),
                Row("农业灌溉用水"),
                Row("工业生产用水"),
                Row("总计"),
            ),
            across=(Sum(("合计",), ("自来水", "井水", "其他")),),
            down=(Sum(("总计",), ("居民生活用水", "农业灌溉用水", "工业生产用水")),),
        ),
    ),
    headings=("用水情况统计表",),
)
SMALL = Layout(
    "small",
    (Block((Column("水库"), Column("水塘")), (Row("年初蓄水"), Row("年末蓄水"), Row("最大蓄水"))),),
    headings=("蓄水情况",),
)
NAMES = ("居民生活用水", "农业灌溉用水", "工业生产用水", "总计")
HEADS = "用途\t自来水\t井水\t其他\t合计"
ROWS = ("4\t1\t0\t5", "2\t0\t3\t5", "0\t6\t0\t6", "6\t7\t3\t16")


class Water(BaseModel):
    total: Annotated[int | None, Extract("用水总量", unit="吨")] = None
    uses: dict[str, dict[str, int | None]] | None = None
    small: dict[str, dict[str, int | None]] | None = None
    about: ClassVar[About] = About("water", tables={"uses": (USES,), "small": (SMALL,)})


SCHEMA = compile_schema(Water)


def read(text: str) -> TablesRead:
    sha = hashlib.sha256(text.encode()).hexdigest()
    return read_tables(analyse(Document("water", text, sha)), SCHEMA)


def cells(tables: TablesRead, table: str = "uses") -> dict[str, list[int | None]]:
    found: dict[str, list[int | None]] = {}
    for cell in tables.cells:
        if cell.table == table:
            value = None if cell.value is None else int(cell.value)
            found.setdefault(cell.row, []).append(value)
    return found


WHOLE = dict(zip(NAMES, ([int(n) for n in row.split("\t")] for row in ROWS), strict=True))


def table(labels: list[str], heads: str = HEADS, rows: tuple[str, ...] = ROWS) -> str:
    lines = [f"{label}\t{row}" for label, row in zip(labels, rows, strict=True)]
    return "用水情况统计表\n" + "\n".join([heads, *lines]) + "\n"


def test_a_table_that_is_whole() -> None:
    """What the others are held against."""
    assert cells(read(table(list(NAMES)))) == WHOLE


def test_labels_set_a_letter_a_line() -> None:
    """Letters one below the other are a label, list numbers and remarks in brackets with them."""
    labels = ["\n".join(f"{n}.{name}（含{n}处）") for n, name in enumerate(NAMES, 1)]
    assert cells(read(table(labels))) == WHOLE


def test_cells_one_below_the_other_are_no_label() -> None:
    """One cell a line, some of them a single letter wide: numbers stay cells."""
    lines = "\n".join(
        "\n".join((name, *row.split("\t"))) for name, row in zip(NAMES, ROWS, strict=True)
    )
    heads = "\n".join(HEADS.split("\t"))
    assert cells(read(f"用水情况统计表\n{heads}\n{lines}\n")) == WHOLE


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_label_that_goes_on_below_its_cells(cut: int) -> None:
    """The cells beside its first part are the row's."""
    text = table(list(NAMES)).replace(
        "农业灌溉用水\t2\t0\t3\t5", f"{'农业灌溉用水'[:cut]}\t2\t0\t3\t5\n{'农业灌溉用水'[cut:]}"
    )
    assert cells(read(text)) == WHOLE


def test_a_remark_on_a_line_of_its_own_ahead_of_the_cells() -> None:
    """The cells behind it are those of the label above."""
    text = table(list(NAMES)).replace("农业灌溉用水\t", "农业灌溉用水\n（不计鱼塘）\t")
    assert cells(read(text)) == WHOLE


def test_words_behind_a_number_do_not_become_its_label() -> None:
    """Cells below heads of their own belong to no row that is named further down."""
    rows = [
        f"{name}\n自来水\t井水\t其他\t合计\n{row}" for name, row in zip(NAMES, ROWS, strict=True)
    ]
    found = cells(read("用水情况统计表\n" + "\n".join(rows) + "\n"))
    assert all(found[name] == WHOLE[name] for name in found)


def test_blank_cells_at_the_end_of_a_row_and_ahead_of_the_next_label() -> None:
    """Blanks that separators show are blanks in their columns, also where labels stand further
    right than in the row above."""
    rows = ("4\t1\t\t5", "2\t\t3\t5", "\t6\t\t6", "6\t7\t3\t16")
    labels = [NAMES[0], *(f"\t{name}" for name in NAMES[1:3]), NAMES[3]]
    lines = [
        f"{label}\t{'' if n in (1, 2) else chr(9)}{row}"
        for n, (label, row) in enumerate(zip(labels, rows, strict=True))
    ]
    text = "用水情况统计表\n用途\t\t自来水\t井水\t其他\t合计\n" + "\n".join(lines) + "\n"
    assert cells(read(text)) == {
        "居民生活用水": [4, 1, None, 5],
        "农业灌溉用水": [2, None, 3, 5],
        "工业生产用水": [None, 6, None, 6],
        "总计": [6, 7, 3, 16],
    }


def test_one_filled_row_below_its_heads_is_a_table() -> None:
    """The other rows stand there without cells."""
    found = read("蓄水情况\n\t水库\t水塘\n年初蓄水\t7\t8\n年末蓄水\t\t\n最大蓄水\t\t\n")
    assert cells(found, "small")["年初蓄水"] == [7, 8]
    found = read("蓄水情况\n年初蓄水\t7\t8\n年末蓄水\t\t\n最大蓄水\t\t\n")
    assert not found.cells


def test_a_head_that_stands_a_line_lower_is_in_its_column() -> None:
    """Heads over two lines are read from left to right; heads in another order are not."""
    lower = "用途\t自来水\t井水\t\t合计\n\t\t\t其他\t"
    assert cells(read(table(list(NAMES), lower))) == WHOLE
    swapped = "用途\t合计\t自来水\t井水\t其他"
    assert not cells(read(table(list(NAMES), swapped)))


def test_digits_set_apart_are_not_taken_for_less() -> None:
    """Of `1 . 5` neither the 1 nor the 5 is the cell."""
    rows = ("4\t1\t0\t5", "2\t0\t3 . 5\t5", "0\t6\t0\t6", "6\t7\t3\t16")
    found = read(table(list(NAMES), rows=rows))
    assert "农业灌溉用水" not in cells(found)
    assert any("农业灌溉用水" in finding.message for finding in found.findings)


@pytest.mark.parametrize(
    "title", ["用水情况统计表", "2019年用水情况统计表", "附表：2019年度用水情况统计表"]
)
def test_a_title_without_its_table(title: str) -> None:
    """Its year and what stands ahead of it do not matter."""
    found = read(f"某水务局报告\n\n一、总体情况\n\n工作平稳。\n\n{title}\n")
    assert "table_missing" in {finding.kind for finding in found.findings}
