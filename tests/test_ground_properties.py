from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from llmextract.ground import locate, prove, prove_all
from llmextract.mentions.numbers import find_numbers
from llmextract.types import MentionKind, Proposal, Proved, Rejected, Span, Status
from tests.making import SCHEMA, analysis

ADULT = SCHEMA.by_pointer["/loans/adult"]
UNITS = st.sampled_from(["册", "本", "件", "人次", "元", "万册", "%", "", "余册"])
FACTS = st.lists(st.tuples(st.integers(1, 99_999), UNITS), min_size=1, max_size=6)


def text_of(facts) -> str:
    return "，".join(f"成人外借{number}{unit}" for number, unit in facts) + "。"


@given(FACTS, st.data())
def test_a_changed_last_digit_is_never_accepted(facts, data):
    """A value that differs in its last digit from every printed number is rejected, however it
    is proposed: alone, with any mention, with any clause."""
    found = analysis(text_of(facts))
    number, _ = data.draw(st.sampled_from(facts))
    digit = data.draw(st.integers(0, 9).filter(lambda d: d != number % 10))
    tampered = number - number % 10 + digit
    assume(all(m.value != tampered for m in found.mentions))
    ways = [Proposal("/loans/adult", tampered, None)]
    ways += [Proposal("/loans/adult", tampered, None, m.index) for m in found.mentions]
    ways += [Proposal("/loans/adult", tampered, m.clause) for m in found.mentions]
    ways += [Proposal("/loans/adult", tampered, m.span, m.index) for m in found.mentions]
    assert all(isinstance(prove(way, found, ADULT), Rejected) for way in ways)
    assert prove_all(ways, found, SCHEMA)[0] == []
    assert locate(tampered, found, ADULT) == ()


@given(FACTS, st.integers(0, 10**6))
def test_whatever_is_proved_is_what_its_quote_states(facts, value):
    """A proof quotes the text word for word, and the quote parses to the value."""
    found = analysis(text_of(facts))
    candidates = [value, *(int(m.value) for m in found.mentions)]
    for candidate in candidates:
        result = prove(Proposal("/loans/adult", candidate, None), found, ADULT)
        if isinstance(result, Proved):
            evidence = result.evidence
            assert found.document.text[evidence.start : evidence.end] == evidence.quote
            assert candidate in [n.value for n in find_numbers(evidence.quote)]
            assert evidence.raw is not None
            assert evidence.raw in evidence.quote


@given(FACTS)
def test_every_mention_in_a_fitting_unit_proves_its_own_value(facts):
    """What code found is provable: grounding is strict about wrong values only."""
    found = analysis(text_of(facts))
    for m in found.mentions:
        fits = m.kind is MentionKind.NUMBER and m.unit in ("册", "本", "件", None)
        result = prove(Proposal("/loans/adult", int(m.value), None, m.index), found, ADULT)
        assert isinstance(result, Proved) is fits


@given(FACTS, st.lists(st.integers(0, 5), max_size=8))
def test_no_mention_proves_two_fields(facts, picks):
    """However fields claim mentions, each number is given out once."""
    found = analysis(text_of(facts))
    pointers = ["/loans/total", "/loans/adult", "/loans/child", "/loans/lost"]
    proposals = [
        Proposal(pointers[n % 4], int(m.value), None, m.index)
        for n, pick in enumerate(picks)
        for m in [found.mentions[pick % len(found.mentions)]]
    ]
    done, refused = prove_all(proposals, found, SCHEMA)
    assert len({(p.evidence.start, p.evidence.raw) for p in done}) == len(done)
    assert len({p.pointer for p in done}) == len(done)
    assert len(done) + len(refused) <= len(proposals)


@given(st.text("全年册本件借出外丢失成人儿童，。、1234567890", max_size=60))
def test_zero_is_never_proved_without_a_nought_or_a_denial(text):
    """In texts without denying words, zero is accepted only where a 0 is printed."""
    found = analysis(f"年报\n{text}\n")
    result = prove(Proposal("/loans/lost", 0, None), found, SCHEMA.by_pointer["/loans/lost"])
    if isinstance(result, Proved):
        assert result.evidence.status is Status.STATED_ZERO
        assert any(m.value == 0 for m in found.mentions)
        assert "0" in result.evidence.quote


@given(st.text(min_size=1, max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_a_passage_is_found_wherever_it_stands(passage, before, after):
    """Any passage with visible characters is proved in a text that holds it."""
    assume(passage.strip())
    found = analysis(f"{before} {passage} {after}".replace("\r", ""))
    spec = SCHEMA.by_pointer["/head/name"]
    result = prove(Proposal("/head/name", passage.replace("\r", ""), None), found, spec)
    assume(passage.replace("\r", "").strip())
    assert isinstance(result, Proved)


@given(st.decimals(0, 10_000, places=2))
def test_money_in_ten_thousands_is_proved_in_its_base_unit(amount):
    """逾期费x万元 proves x·10,000 元 and not x."""
    found = analysis(f"全年逾期费{amount}万元。")
    spec = SCHEMA.by_pointer["/loans/fines"]
    own = Span(0, len(found.document.text))
    assert isinstance(prove(Proposal("/loans/fines", amount * 10_000, own), found, spec), Proved)
    if amount:
        result = prove(Proposal("/loans/fines", Decimal(amount), own), found, spec)
        assert isinstance(result, Rejected)
