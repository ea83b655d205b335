from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from llmextract.ground import locate, prove, prove_all
from llmextract.types import Proposal, Proved, Qualifier, Reason, Rejected, Span, Status
from tests.making import SCHEMA, analysis, mention, proposal, span

TEXT = (
    "云溪县图书馆2016年度工作报告\n"
    "一、外借情况\n"
    "全年外借总数1540余册，其中成人外借1100册、儿童外借440本，到馆12人次。"
    "网上续借率98.3％，全年没有丢失。逾期费3.5万元。\n"
    "本馆自2016年1月5日开馆，至12月31日闭馆。\n"
)
FOUND = analysis(TEXT)


def run(pointer, value, raw=None, words=None, found=FOUND):
    spec = SCHEMA.by_pointer[pointer]
    return prove(proposal(pointer, value, found, raw, words), found, spec)


@pytest.mark.parametrize(
    ("pointer", "value", "raw", "unit", "qualifier", "status"),
    [
        ("/loans/total", 1540, "1540余册", "册", Qualifier.OVER, Status.STATED),
        ("/loans/adult", 1100, "1100册", "册", Qualifier.EXACT, Status.STATED),
        ("/loans/child", 440, "440本", "本", Qualifier.EXACT, Status.STATED),
        ("/loans/share", Decimal("98.3"), "98.3%", "%", Qualifier.EXACT, Status.STATED),
        ("/loans/fines", 35000, "3.5万元", "元", Qualifier.EXACT, Status.STATED),
        ("/loans/lost", 0, "没有丢失", None, Qualifier.EXACT, Status.STATED_ZERO),
        ("/head/opened", date(2016, 1, 5), "2016年1月5日", None, Qualifier.EXACT, Status.STATED),
    ],
)
@pytest.mark.parametrize("given", ["mention", "span", "nothing"])
def test_a_stated_value_is_proved_with_raw_unit_and_qualifier(
    given, pointer, value, raw, unit, qualifier, status
):
    """With a mention, with a quote or with neither, the same value gets the same proof."""
    own = next(m for m in FOUND.mentions if m.raw == raw or m.raw.startswith(raw[:2]))
    result = prove(
        Proposal(
            pointer,
            value,
            own.clause if given == "span" else None,
            own.index if given == "mention" else None,
        ),
        FOUND,
        SCHEMA.by_pointer[pointer],
    )
    assert isinstance(result, Proved)
    evidence = result.evidence
    assert result.value == value
    assert TEXT[evidence.start : evidence.end] == evidence.quote
    assert (evidence.raw, evidence.unit) == (own.raw, unit)
    assert (evidence.qualifier, evidence.status) == (qualifier, status)


@pytest.mark.parametrize(
    ("pointer", "value", "raw", "words", "reason"),
    [
        ("/loans/adult", 1101, "1100册", None, Reason.VALUE_DIFFERS),
        ("/loans/adult", 1101, None, None, Reason.NOT_IN_TEXT),
        ("/loans/adult", 1100, None, "儿童外借440本", Reason.NOT_IN_QUOTE),
        ("/loans/adult", 1100, "1100册", "儿童外借440本", Reason.NOT_IN_QUOTE),
        ("/loans/adult", 12, "12人次", None, Reason.WRONG_UNIT),
        ("/loans/adult", 12, None, None, Reason.WRONG_UNIT),
        ("/loans/share", 12, "12人次", None, Reason.WRONG_UNIT),
        ("/loans/adult", 98, None, None, Reason.NOT_IN_TEXT),
        ("/loans/fines", Decimal("3.5"), "3.5万元", None, Reason.VALUE_DIFFERS),
        ("/loans/adult", 0, None, None, Reason.ZERO_NOT_STATED),
        ("/loans/adult", 0, None, "成人外借1100册", Reason.ZERO_NOT_STATED),
        ("/loans/adult", "many", None, None, Reason.WRONG_TYPE),
        ("/loans/adult", True, None, None, Reason.WRONG_TYPE),
        ("/loans/adult", Decimal("1.5"), None, None, Reason.WRONG_TYPE),
        ("/loans/adult", float("nan"), None, None, Reason.WRONG_TYPE),
        ("/loans/adult", 1100, "2016年1月5日", None, Reason.WRONG_TYPE),
        ("/head/opened", date(2016, 1, 6), "2016年1月5日", None, Reason.VALUE_DIFFERS),
        ("/head/opened", date(2016, 1, 6), None, None, Reason.NOT_IN_TEXT),
        ("/head/opened", "soon", None, None, Reason.WRONG_TYPE),
        ("/head/name", "云溪市图书馆", None, None, Reason.NOT_IN_TEXT),
        ("/head/name", "云溪县图书馆", None, "一、外借情况", Reason.NOT_IN_QUOTE),
        ("/head/name", 5, None, None, Reason.WRONG_TYPE),
        ("/head/year", 2017, None, None, Reason.NOT_IN_TEXT),
        ("/head/year", 1540, None, None, Reason.NOT_IN_TEXT),
    ],
)
def test_what_is_not_stated_is_rejected_with_its_reason(pointer, value, raw, words, reason):
    """Each way in which a value can fail its proof has its own word."""
    result = run(pointer, value, raw, words)
    assert isinstance(result, Rejected)
    assert result.reason == reason
    assert result.detail


def test_an_equal_number_about_something_else_is_no_proof():
    """A value that came without a place must stand where the text speaks of the field."""
    found = analysis("成人外借很多。书架共有88本。")
    result = run("/loans/adult", 88, found=found)
    assert isinstance(result, Rejected)
    assert result.reason == Reason.ELSEWHERE
    assert isinstance(run("/loans/adult", 88, "88本", found=found), Proved)


def test_a_schema_in_another_language_than_the_text_is_not_held_to_its_words():
    """Where the text has no word of the field's name, equal number and unit are enough."""
    found = analysis("The library lent 1,540 volumes.")
    spec = replace(SCHEMA.by_pointer["/visits"], extract=SCHEMA.by_pointer["/head/name"].extract)
    assert isinstance(prove(Proposal("/visits", 1540, None), found, spec), Proved)


@pytest.mark.parametrize("printed", ["1,540册", "１５４０ 册", "1540\n册", "一千五百四十册"])
def test_the_value_may_be_written_in_any_way(printed):
    """Separators, full-width digits, breaks and Chinese numerals parse to the value."""
    found = analysis(f"全年借出{printed}。")
    result = run("/loans/total", 1540, found=found)
    assert isinstance(result, Proved)
    assert found.document.text[result.evidence.start : result.evidence.end] == result.evidence.quote


def test_a_mention_that_is_not_what_the_text_says_proves_nothing():
    """A mention whose raw text or value was tampered with is refused."""
    own = FOUND.mentions[mention(FOUND, "1100册")]
    for forged in (
        replace(own, raw="1101册", value=Decimal(1101)),
        replace(own, value=Decimal(1101)),
        replace(own, span=Span(own.span.start - 1, own.span.end)),
    ):
        mentions = tuple(forged if m.index == own.index else m for m in FOUND.mentions)
        found = replace(FOUND, mentions=mentions)
        spec = SCHEMA.by_pointer["/loans/adult"]
        result = prove(Proposal("/loans/adult", int(forged.value), None, own.index), found, spec)
        assert isinstance(result, Rejected)


@pytest.mark.parametrize("index", [-1, 999])
def test_a_mention_that_does_not_exist_proves_nothing(index):
    """An index outside the mentions is rejected."""
    for pointer in ("/loans/adult", "/head/opened"):
        value = 1100 if pointer == "/loans/adult" else date(2016, 1, 5)
        result = prove(Proposal(pointer, value, None, index), FOUND, SCHEMA.by_pointer[pointer])
        assert isinstance(result, Rejected)


@pytest.mark.parametrize("place", [Span(-3, 5), Span(5, 5), Span(0, 10_000)])
def test_a_span_outside_the_text_proves_nothing(place):
    """A quote must be characters of the document."""
    result = prove(Proposal("/head/name", "云", place), FOUND, SCHEMA.by_pointer["/head/name"])
    assert isinstance(result, Rejected)
    assert result.reason == Reason.NOT_IN_TEXT


def test_a_long_clause_is_quoted_in_a_window_around_the_mention():
    """The quote keeps at most 80 characters beside the mention, which is inside it."""
    found = analysis("借出" + "甲" * 200 + "借出1540册" + "乙" * 200 + "。")
    result = run("/loans/total", 1540, "1540册", found=found)
    assert isinstance(result, Proved)
    assert len(result.evidence.quote) <= len("1540册") + 80
    assert "借出1540册" in result.evidence.quote


def test_a_label_that_declares_ten_thousands_multiplies_the_cell():
    """A bare number in a row labelled （万元） is proved in 元, and only so."""
    found = analysis("逾期费（万元）\t3.5\n丢失（册）\t2\n")
    result = run("/loans/fines", 35000, found=found)
    assert isinstance(result, Proved)
    assert (result.evidence.raw, result.evidence.unit) == ("3.5", "万元")
    assert isinstance(run("/loans/fines", Decimal("3.5"), found=found), Rejected)
    stacked = analysis("逾期费（万元）\n3.5\n丢失（册）\n2\n")
    assert isinstance(run("/loans/fines", 35000, "3.5", found=stacked), Proved)


@pytest.mark.parametrize(
    ("text", "zero"),
    [
        ("全年没有丢失。", True),
        ("丢失0册。", True),
        ("书刊丢失方面，一册也没有。", True),
        ("全年没有接到投诉。", False),
        ("借出0册，丢失不详。", False),
        ("丢失1册。", False),
        ("防止丢失。", False),
    ],
)
def test_a_zero_needs_its_own_denial_or_printed_nought(text, zero):
    """Zero is proved by words that deny the field's event, or a 0 next to its name."""
    found = analysis(text)
    result = run("/loans/lost", 0, found=found)
    assert isinstance(result, Proved) is zero
    if isinstance(result, Proved):
        assert result.evidence.status == Status.STATED_ZERO
    else:
        assert result.reason == Reason.ZERO_NOT_STATED


def test_a_date_without_its_year_takes_that_of_the_one_before():
    """2016年1月5日…至12月31日 proves 2016-12-31, and no other year."""
    result = run("/head/closed", date(2016, 12, 31))
    assert isinstance(result, Proved)
    assert result.evidence.quote.startswith("2016年1月5日")
    assert result.evidence.raw == "12月31日"
    assert isinstance(run("/head/closed", date(2017, 12, 31)), Rejected)
    assert isinstance(run("/head/closed", "2016-12-31", None, "12月31日"), Proved)


def test_a_year_is_read_where_its_pattern_finds_it():
    """A number that is no count is proved by the field's pattern, or by the span given."""
    result = run("/head/year", 2016)
    assert isinstance(result, Proved)
    assert (result.evidence.quote, result.evidence.raw) == ("2016年度", "2016")
    assert isinstance(run("/head/year", 2016, None, "2016年1月5日"), Proved)
    assert isinstance(run("/head/year", 201, None, "2016年度"), Rejected)


@pytest.mark.parametrize(
    ("value", "text", "found"),
    [
        ("云溪县图书馆", "云溪县\n　　图书馆的报告", True),
        ("New York", "in New\nYork City", True),
        ("NewYork", "in New York", False),
        ("表12", "表1 2件", False),
        ("云溪县图书馆", "云溪县（图书馆）", False),
        ("  ", "云 溪", False),
        ("a.c", "abc", False),
    ],
)
def test_text_is_verbatim_but_for_line_breaks(value, text, found):
    """White space may break Chinese anywhere; it never joins or splits letters and digits."""
    there = analysis(text)
    result = prove(Proposal("/head/name", value, None), there, SCHEMA.by_pointer["/head/name"])
    assert isinstance(result, Proved) is found


def test_a_choice_is_proved_by_its_expression_in_the_siblings_quote():
    """A fixed choice follows from the evidence of the field it looks at, and no other does."""
    for value, kept in (("small", True), ("large", False), ("huge", False)):
        done, refused = prove_all(
            [Proposal("/head/size", value, None), Proposal("/head/name", "云溪县图书馆", None)],
            FOUND,
            SCHEMA,
        )
        assert ("/head/size" in {p.pointer for p in done}) is kept
        assert bool(refused) is not kept
        if kept:
            assert done[1].evidence.quote == "云溪县图书馆"


def test_the_first_choice_that_matches_is_the_one_that_counts():
    """Where two expressions match, the text speaks for the first of them."""
    found = analysis("省立云溪县图书馆\n")
    for value, kind in (("large", Proved), ("small", Rejected)):
        assert isinstance(run("/head/size", value, found=found), kind)


def test_a_choice_with_a_quote_needs_its_expression_there():
    """A quote without the words that stand for a choice does not prove it."""
    assert isinstance(run("/head/size", "small", None, "云溪县图书馆"), Proved)
    assert isinstance(run("/head/size", "small", None, "到馆12人次"), Rejected)


def test_locate_ranks_the_mention_that_speaks_of_the_field_first():
    """Of equal numbers in fitting units, the one with the field's words goes first."""
    found = analysis("成人外借30册、儿童外借30本，到馆30人次，馆员30人。")
    order = [m.clause.of(found.document.text)[:1] + m.raw for m in
             locate(30, found, SCHEMA.by_pointer["/loans/child"])]  # fmt: skip
    assert order[0] == "成30本"
    assert not any("人" in raw for raw in order)
    assert locate(31, found, SCHEMA.by_pointer["/loans/child"]) == ()
    assert locate(0, found, SCHEMA.by_pointer["/loans/child"]) == ()
    assert locate("云", found, SCHEMA.by_pointer["/head/name"]) == ()


def test_period_and_scope_follow_the_words_of_the_quote():
    """Cumulative figures, last year's and those of a whole system are marked."""
    cases = {
        "开馆以来累计借出5册": ("cumulative", "agency"),
        "上年借出5册": ("other", "agency"),
        "全县借出5册": ("year", "system"),
        "下属分馆借出5册": ("year", "subordinate"),
        "借出5册": ("year", "agency"),
    }
    for text, expected in cases.items():
        result = run("/loans/total", 5, "5册", found=analysis(text + "。"))
        assert isinstance(result, Proved)
        assert (result.evidence.period, result.evidence.scope) == expected


def test_a_cell_is_proved_by_its_own_characters():
    """An entry of a mapping is proved by a span that is the number, signed or not."""
    found = analysis("办证\t26\t-3\t1,874\n注销\t\t0\t/\n")
    proposals = [
        Proposal("/table/办证/上年", 26, span(found, "26")),
        Proposal("/table/办证/增减", -3, span(found, "-3")),
        Proposal("/table/办证/本年", 1874, span(found, "1,874")),
        Proposal("/table/注销/增减", 0, span(found, "0")),
        Proposal("/table/注销/本年", 0, span(found, "/")),
        Proposal("/table/注销/上年", 3, span(found, "-3")),
        Proposal("/table/注销/空", None, None),
    ]
    done, refused = prove_all(proposals, found, SCHEMA)
    assert {p.pointer: p.value for p in done} == {
        "/table/办证/上年": 26,
        "/table/办证/增减": -3,
        "/table/办证/本年": 1874,
        "/table/注销/增减": 0,
    }
    assert {r.reason for r in refused} == {Reason.ZERO_NOT_STATED, Reason.NOT_IN_QUOTE}
