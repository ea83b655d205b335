"""Surface changes of reports: what they may change, and what they must not."""

import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.documents.decoding import decode
from llmextract.fold import fold

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "eval"))

from transformations import TRANSFORMATIONS, WIDTH  # noqa: E402

REPORTS = [file.read_text("utf-8") for file in sorted((ROOT / "examples").glob("*.txt"))]
_LINE = st.text("甲乙收到申请一二〇件条年12305,.%（）《》，。；：、", max_size=120)
_TEXTS = st.lists(_LINE, max_size=8).map("\n".join)
_SEEDS = st.integers(0, 99)


def _without(marks, text):
    return re.sub(marks, "", text)


@pytest.mark.parametrize("name", TRANSFORMATIONS)
@given(seed=_SEEDS, text=st.sampled_from(REPORTS) | _TEXTS)
def test_a_seed_gives_one_text(name, seed, text):
    """A transformation of a text under a seed is always the same, and fails on no text."""
    change = TRANSFORMATIONS[name]
    assert change(text, seed) == change(text, seed)


@pytest.mark.parametrize("text", REPORTS)
@pytest.mark.parametrize("seed", [0, 1])
def test_every_transformation_changes_reports(text, seed):
    """No transformation leaves a report as it is, unless its lines are broken already."""
    broken = max(map(len, text.split("\n"))) <= 2 * WIDTH
    for name, change in TRANSFORMATIONS.items():
        assert change(text, seed) != text or (broken and name.startswith("lines"))


@given(_SEEDS, st.sampled_from(REPORTS) | _TEXTS)
def test_reordering_moves_whole_sections(seed, text):
    """Every line stays, the first lines stay first and the last line last."""
    moved = TRANSFORMATIONS["sections reordered"](text, seed)
    lines, others = ([s for s in t.split("\n") if s.strip()] for t in (text, moved))
    assert Counter(lines) == Counter(others)
    assert lines[:1] == others[:1]


def test_a_signature_stays_last():
    """Name and date at the end are no part of the last section, and what follows them stays."""
    text = "报告\n\n一、甲\n子。\n二、乙\n丑。\n三、丙\n寅。\n\n某某局\n2015年3月2日\n附：表\n"
    for seed in range(6):
        moved = TRANSFORMATIONS["sections reordered"](text, seed)
        assert moved.endswith("某某局\n2015年3月2日\n附：表\n")
        assert moved.index("寅。") == moved.index("三、丙") + 4


@given(st.sampled_from(REPORTS) | _TEXTS)
def test_only_headings_are_dropped(text):
    """What is left are lines of the text in their order; what is gone is short and no sentence."""
    left = TRANSFORMATIONS["headings dropped"](text, 0)
    gone = Counter(text.split("\n")) - Counter(left.split("\n"))
    rest = iter(text.split("\n"))
    assert all(line in rest for line in left.split("\n"))
    assert all(len(line) <= 60 and "。" not in line for line in gone)


def test_rows_of_a_table_are_no_headings():
    """Labels whose cells stand beside them or in the next line are kept."""
    rows = "一、本年新收\n12\n二、上年结转  3  4\n三、办理结果\n（一）公开  1  0\n（二）不公开\n/\n"
    text = f"报告\n\n一、总体情况\n正文。\n{rows}二、其他事项\n没有。\n"
    assert TRANSFORMATIONS["headings dropped"](text, 0) == f"报告\n\n正文。\n{rows}没有。\n"


@given(_SEEDS, st.sampled_from(REPORTS) | _TEXTS)
def test_full_width_is_the_same_text(seed, text):
    """Width alone differs, and no ASCII digit is left."""
    wide = TRANSFORMATIONS["full-width digits and punctuation"](text, seed)
    assert unicodedata.normalize("NFKC", wide) == unicodedata.normalize("NFKC", text)
    assert not re.search("[0-9]", wide)


@given(_SEEDS, st.sampled_from(REPORTS) | _TEXTS)
def test_blanks_and_separators_alone_are_put_into_numbers(seed, text):
    """Without blanks and commas the text is as it was, and no year is cut in two."""
    spaced = TRANSFORMATIONS["spaces inside numbers"](text, seed)
    assert _without("[ ,]", spaced) == _without("[ ,]", text)
    years = r"(?<![\d,.])[12]\d{3} ?年"
    assert len(re.findall(years, spaced)) >= len(re.findall(r"(?<![\d,.])[12]\d{3}年", text))


@pytest.mark.parametrize("name", ["lines of 38 characters", "lines of 76 columns"])
@given(seed=_SEEDS, text=st.sampled_from(REPORTS) | _TEXTS)
def test_wrapping_adds_line_ends_alone(name, seed, text):
    """Without line ends the text is as it was, and every line end of the text is still one."""
    wrapped = TRANSFORMATIONS[name](text, seed)
    assert wrapped.replace("\n", "") == text.replace("\n", "")
    rest = iter(wrapped.split("\n"))
    for line in text.split("\n"):
        built = next(rest)
        while built != line:
            built += next(rest)


@pytest.mark.parametrize("text", REPORTS)
def test_wrapped_prose_is_narrow_and_keeps_its_numbers(text):
    """Lines of 76 columns break no number and begin with no stop."""
    wrapped = TRANSFORMATIONS["lines of 76 columns"](text, 0).split("\n")
    assert Counter(re.findall(r"\d+", "\n".join(wrapped))) == Counter(re.findall(r"\d+", text))
    assert not any(line.startswith(tuple("，。；、")) for line in wrapped)


@given(_SEEDS, st.sampled_from(REPORTS))
def test_a_page_holds_the_whole_report(seed, text):
    """Furniture stands around the report, with counters filled in."""
    page = TRANSFORMATIONS["menus, index block and footer"](text, seed)
    before, found, after = page.partition(text.strip("\n"))
    assert before
    assert found
    assert after
    assert "VISITS" not in page
    assert "READS" not in page


@given(_SEEDS, st.sampled_from(REPORTS) | _TEXTS)
def test_other_bytes_are_read_back(seed, text):
    """A reader gets the text again, but for blanks that do not break."""
    changed = TRANSFORMATIONS["BOM, CR LF, no-break spaces"](text, seed)
    if text.strip():
        assert decode(changed.encode(), "test")[0].replace("\u00a0", " ") == text


@pytest.mark.parametrize("text", REPORTS)
def test_the_folded_view_hardly_knows_a_change_of_width(text):
    """Full-width digits are as good as narrow ones to what matches texts."""
    wide = fold(TRANSFORMATIONS["full-width digits and punctuation"](text, 0)).text
    digits = re.compile(r"\d+(?:[,.]\d+)*")
    assert digits.findall(wide) == digits.findall(fold(text).text)
