"""Breakdowns of a number into parts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.spans import propose_breakdown
from llmextract.types import MentionKind
from tests.spans.making import INVOICE, REPORT, analysis_of, proved

_CATEGORIES = REPORT.by_pointer["/categories"]


def _parts(text, total, spec=_CATEGORIES, *, known=True):
    analysis = analysis_of(text)
    printed = [m for m in analysis.mentions if m.kind is MentionKind.NUMBER and m.value == total]
    found = propose_breakdown(analysis, spec, total, printed if known else ())
    return [tuple(p.value.values()) for p in found]


@given(
    st.lists(
        st.tuples(st.text("甲乙丙丁戊", min_size=2, max_size=6), st.integers(1, 9999)),
        min_size=2,
        max_size=8,
        unique_by=lambda part: part[0],
    ),
    st.sampled_from("，、；"),
    st.booleans(),
)
def test_parts_that_sum_to_the_total(parts, mark, ahead):
    """Parts come back in order with their labels, before the total or behind it, and are proved."""
    total = sum(count for _, count in parts)
    if any(count == total for _, count in parts):
        return
    row = mark.join(f"{label}类{count}条" for label, count in parts)
    text = f"从类别看，{row}，合计{total}条。" if ahead else f"共公开{total}条。其中{row}。"
    assert _parts(text, total) == [(f"{label}类", count) for label, count in parts]
    analysis = analysis_of(text)
    printed = [m for m in analysis.mentions if m.value == total]
    right, wrong = proved(text, REPORT, propose_breakdown(analysis, _CATEGORIES, total, printed))
    assert not wrong
    assert len(right) == len(parts)


@pytest.mark.parametrize(
    "text",
    [
        "公开50条，其中：规章类20条，占40%；动态类30条，占60%。",
        "公开50条（其中规章类20条、动态类30条）。",
        "公开50条。20条是规章类，30条属于动态类。",
        "公开50条，规章类20条，其余30条为动态类。",
        "公开50条。分为：1.规章类20条；2.动态类30条。",
        "公开50条。\n一、规章类：20条\n二、动态类：30条\n",
        "公开50条。按内容分，规章类二十条，动态类３０条。另有内刊6条。",
        "公开50条，比上年的38条多12条。规章类20条（其中新增3条），动态类30条。",
    ],
)
def test_ways_to_print_a_breakdown(text):
    """Labels stand before or behind their numbers; shares, growth and details are passed over."""
    assert _parts(text, 50) == [("规章类", 20), ("动态类", 30)]


def test_the_sum_decides_between_rivals():
    """Of two rows the one that sums to the total is its breakdown."""
    text = "公开60条。其中规章类20条、动态类30条。按处室分，一处25条、二处35条。"
    assert _parts(text, 60) == [("一处", 25), ("二处", 35)]


def test_parts_unlike_the_field_are_left_out():
    """A row that breaks the total down by what the field is not is not taken."""
    assert _parts("公开50条。网站发布20条，微博发布30条。", 50) == []


def test_parts_that_do_not_sum_must_be_announced():
    """Some of the parts count where 其中 says so; other numbers nearby do not."""
    assert _parts("公开50条，其中规章类20条、动态类10条。", 50) == [("规章类", 20), ("动态类", 10)]
    assert _parts("公开50条。规章类20条，动态类10条。", 50) == []
    assert _parts("公开50条，其中规章类40条、动态类30条。", 50) == []


def test_growth_is_no_breakdown():
    """Last year's number and the growth sum to the total and are no parts."""
    assert _parts("公开50条，比2010年的38条多了12条。", 50) == []


def test_far_sentences_do_not_count_unless_nothing_says_where_the_total_is():
    """Parts stand near their total; without the total's place any row that sums to it is taken."""
    text = "公开50条。" + "工作平稳。" * 5 + "规章类20条，动态类30条。"
    assert _parts(text, 50) == []
    assert _parts(text, 50, known=False) == [("规章类", 20), ("动态类", 30)]


def test_english_units_and_labels():
    """Nothing is bound to Chinese or to one schema."""
    spec = INVOICE.by_pointer["/lines"]
    text = "The delivery has 50 items, of which: bolts 20 items, nuts 30 items."
    assert _parts(text, 50, spec) == [("bolts", 20), ("nuts", 30)]


def test_fields_of_another_shape_have_no_breakdown():
    """A list of text, and a list without labels or numbers, cannot be filled."""
    text = "公开50条，其中规章类20条、动态类30条。"
    assert _parts(text, 50, REPORT.by_pointer["/problems"]) == []
    assert _parts(text, 50, REPORT.by_pointer["/basis"]) == []


def test_counts_keep_their_kind():
    """Whole counts are int, whatever the total's type."""
    analysis = analysis_of("公开50条，其中规章类20条、动态类30条。")
    found = propose_breakdown(analysis, _CATEGORIES, Decimal(50), analysis.mentions[:1])
    assert [type(p.value["number"]) for p in found] == [int, int]


def test_kinds_further_on():
    """Parts of which the sentence says that they are kinds count though others stand between, and
    though they do not sum up."""
    between = "网站访问很多。微博也有人看。群众满意。"
    text = f"共公开50条。{between}按内容分，规章类20条、动态类18条、其他类2条，余者不计。"
    assert _parts(text, 50) == [("规章类", 20), ("动态类", 18), ("其他类", 2)]


def test_kinds_of_another_whole():
    """If nothing breaks down the value given, kinds that sum to a number ahead of them do."""
    text = "全县公开900条。\n\n本局公开50条。按类别分，规章类20条，动态类18条，其他类12条。\n"
    parts = [("规章类", 20), ("动态类", 18), ("其他类", 12)]
    assert _parts(text, 900) == parts
    assert _parts(text.replace("900", "15"), 15) == parts  # though they cannot be parts of it


def test_two_kinds_of_another_whole_are_too_few():
    """Two numbers that sum to a third may do so by chance."""
    text = "全县公开15条。\n\n本局公开50条。按类别分，规章类20条，动态类30条。\n"
    assert _parts(text, 15) == []


def test_labels_without_what_stands_around_them():
    """A bullet, a heading parted by a wide blank, and 方面 are no part of a label."""
    text = "公开50条。\n▶ 分类　规章20条；动态方面30条。\n"
    assert _parts(text, 50) == [("规章", 20), ("动态", 30)]
