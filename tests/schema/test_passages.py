"""Labelled passages: marks, headings, files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.errors import SchemaError
from llmextract.schema import Mark, Passage, load_schema
from llmextract.schema.passages import parse_passages, read_passages

KNOWN = ("/herd/cows", "/herd/goats", "/milk")
PLAIN = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="{}|#"), max_size=8)
WORDS = PLAIN.filter(bool)
POINTERS = st.lists(st.sampled_from(KNOWN), min_size=1, max_size=3).map(tuple)
PIECES = st.lists(st.tuples(PLAIN, WORDS, POINTERS), min_size=1, max_size=5)


def parse(text: str) -> list[Passage]:
    return list(parse_passages(text, KNOWN, "farm.txt"))


def written(pointers: tuple[str, ...], words: str) -> str:
    return f"{{{', '.join(p[1:] for p in pointers)}|{words}}}"


@given(PIECES, PLAIN)
def test_marks_are_taken_out_and_lie_on_the_words_that_they_marked(pieces, tail) -> None:
    """The text is the line without its marks, and each mark slices to its words, in order."""
    line = "".join(before + written(pointers, words) for before, words, pointers in pieces) + tail
    (passage,) = parse(line)
    assert passage.text == "".join(before + words for before, words, _ in pieces) + tail
    assert [(passage.text[m.start : m.end], m.pointers) for m in passage.marks] == [
        (words, pointers) for _, words, pointers in pieces
    ]


@given(st.lists(st.tuples(st.sampled_from(["# ", "## ", "", " "]), WORDS), max_size=8))
def test_every_line_is_a_heading_or_a_passage_below_the_last_heading(lines) -> None:
    """Headings are no passages, and hold for all passages up to the next heading."""
    expected, heading = [], ""
    for lead, words in lines:
        if lead.strip():
            heading = words
        else:
            expected.append(Passage(heading, words, ()))
    assert parse("\n".join(lead + words for lead, words in lines)) == expected


def test_a_heading_without_words_ends_the_one_before() -> None:
    """Passages below a bare `#` stand under no heading; empty lines are nothing."""
    found = parse("# Herd\n\n3 cows graze.\n#\n5 goats graze.\n")
    assert [(p.heading, p.text) for p in found] == [
        ("Herd", "3 cows graze."),
        ("", "5 goats graze."),
    ]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("We keep {herd/sheep|9} sheep.", "no field /herd/sheep"),
        ("We keep {herd/cows,herd/sheep|9}.", "no field /herd/sheep"),
        ("We keep {|9} sheep.", "no field /"),
        ("We keep {herd/cows|9 cows.", "mark is broken"),
        ("We keep herd/cows|9} cows.", "mark is broken"),
        ("We keep {herd/cows｜9} cows.", "mark is broken"),
        ("We keep {herd/cows} cows.", "mark is broken"),
        ("We keep {herd/cows|} cows.", "mark is broken"),
        ("We keep {herd/cows|{herd/goats|9}} head.", "mark is broken"),
    ],
)
def test_a_wrong_mark_is_an_error_with_file_and_line(line, what) -> None:
    """Unknown fields and broken or empty marks are told with their place and how to write one."""
    with pytest.raises(SchemaError) as caught:
        parse(f"# Herd\n{line}")
    assert what in caught.value.what
    assert caught.value.where == "farm.txt:2"
    assert "{group/field|number}" in caught.value.hint


def test_the_page_that_the_hint_names_exists() -> None:
    """Who is sent to a page finds one that shows such a mark."""
    with pytest.raises(SchemaError) as caught:
        parse("{x|1}")
    page = Path(__file__).parent.parent.parent / caught.value.hint.rpartition(" ")[2]
    assert "/cars|14,200}" in page.read_text("utf-8")


def test_the_text_files_of_the_folder_are_read_in_order_of_their_names(tmp_path) -> None:
    """Other files are left alone; a heading does not reach into the next file."""
    (tmp_path / "b.txt").write_text("2 goats.", "utf-8")
    (tmp_path / "a.txt").write_text("# Herd\n{herd/cows|1} cow.", "utf-8")
    (tmp_path / "notes.md").write_text("{not a passage", "utf-8")
    assert read_passages(tmp_path, KNOWN) == (
        Passage("Herd", "1 cow.", (Mark(0, 1, ("/herd/cows",)),)),
        Passage("", "2 goats.", ()),
    )


def test_no_folder_no_passages(tmp_path) -> None:
    """A schema need not have a phrasebook."""
    assert read_passages(tmp_path / "none", KNOWN) == ()


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path) -> None:
    """A heading in the first line is one, whichever editor wrote the file."""
    (tmp_path / "a.txt").write_bytes("\ufeff# Herd\r\n3 cows.\r\n".encode())
    assert read_passages(tmp_path, KNOWN) == (Passage("Herd", "3 cows.", ()),)


def test_a_file_in_another_encoding_is_named(tmp_path) -> None:
    """What is not UTF-8 is an error that says which file, and not a traceback."""
    (tmp_path / "a.txt").write_bytes("山羊3头".encode("gbk"))
    with pytest.raises(SchemaError, match="UTF-8") as caught:
        read_passages(tmp_path, KNOWN)
    assert caught.value.where.endswith("a.txt")


FARM = """
from pydantic import BaseModel
class Herd(BaseModel):
    cows: int | None = None
class Farm(BaseModel):
    herd: Herd = Herd()
"""


def test_a_schema_is_loaded_with_the_phrasebook_beside_its_file(tmp_path) -> None:
    """`farm.py` has its passages in `farm.phrasebook`, and none without that folder."""
    (tmp_path / "farm.py").write_text(FARM, "utf-8")
    assert load_schema(f"{tmp_path / 'farm.py'}:Farm").passages == ()
    folder = tmp_path / "farm.phrasebook"
    folder.mkdir()
    (folder / "a.txt").write_text("{herd/cows|7} cows.", "utf-8")
    found = load_schema(f"{tmp_path / 'farm.py'}:Farm").passages
    assert found == (Passage("", "7 cows.", (Mark(0, 1, ("/herd/cows",)),)),)


def test_a_wrong_mark_keeps_a_schema_from_loading(tmp_path) -> None:
    """The error names the phrasebook's file and line, not the schema's."""
    (tmp_path / "farm.py").write_text(FARM, "utf-8")
    (tmp_path / "farm.phrasebook").mkdir()
    (tmp_path / "farm.phrasebook" / "a.txt").write_text("\n{herd/hens|7} hens.", "utf-8")
    with pytest.raises(SchemaError, match="no field /herd/hens") as caught:
        load_schema(f"{tmp_path / 'farm.py'}:Farm")
    assert caught.value.where.endswith("a.txt:2")
