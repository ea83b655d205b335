from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.fit import bigrams, counts, coverage, near_words, relevance, shares_words
from llmextract.schema import Extract
from tests.making import SCHEMA, analysis, mention

CHILD = SCHEMA.by_pointer["/loans/child"]


@pytest.mark.parametrize(
    ("text", "raw", "unit", "fits"),
    [
        ("借出5册。", "5册", "册", True),
        ("借出5本。", "5本", "册", True),
        ("借出5。", "5", "册", True),
        ("借出5册。", "5册", None, True),
        ("到馆5人次。", "5人次", "册", False),
        ("占5%。", "5%", "册", False),
        ("占5%。", "5%", "%", True),
        ("占5%。", "5%", None, True),
        ("占5。", "5", "%", False),
        ("占5册。", "5册", "%", False),
        ("没有借出。", "没有借出", "册", True),
        ("It lent 5 volumes.", "5", "volume", True),
        ("It lent 5 volumes.", "5", "visitors", False),
    ],
)
def test_a_unit_fits_if_it_counts_the_same_kind_of_thing(text, raw, unit, fits):
    """Measure words of one kind and bare numbers fit; a percentage only where one is wanted."""
    found = analysis(text)
    spec = replace(CHILD, extract=Extract("外借", unit=unit))
    own = next(m for m in found.mentions if m.raw.startswith(raw[:2].strip()))
    assert counts(own, spec) is fits


@given(st.text(min_size=1), st.text())
def test_coverage_is_a_share(name, words):
    """Coverage is between 0 and 1, and whole where the words hold the name."""
    assert 0 <= coverage([name], words) <= 1
    assert coverage([name], f"前{name}后") >= (len(bigrams(name)) > 1 or len(name.strip()) > 1)


def test_words_next_to_the_number_are_its_own():
    """In a list of numbers each has the words between its neighbours."""
    found = analysis("成人外借30册、儿童外借40册（占5%），丢失2册。")
    near = [near_words(found.mentions[mention(found, raw)], found) for raw in ("30册", "40册")]
    assert near == ["成人外借", "、儿童外借（占"]


def test_the_number_with_the_fields_words_is_the_most_relevant():
    """Words next to a number count more than those of its clause, and these more than none."""
    found = analysis("成人外借30册、儿童外借40册，书架5个。")
    adult, child, shelf = (
        relevance(CHILD, found.mentions[mention(found, raw)], found)
        for raw in ("30册", "40册", "5个")
    )
    assert child > adult > shelf


def test_words_that_exclude_the_field_take_relevance_away():
    """`unlike` words next to a number speak against the field."""
    found = analysis("儿童外借40册。")
    own = found.mentions[0]
    unlike = replace(CHILD, extract=replace(CHILD.extract, unlike=("儿童",)))
    assert relevance(unlike, own, found) < relevance(CHILD, own, found)


def test_headings_speak_for_the_numbers_below_them():
    """A number under a heading with the field's words is more relevant than one elsewhere."""
    found = analysis("一、儿童外借\n借出40册。\n二、馆舍\n借出41册。\n")
    here, there = (
        relevance(CHILD, found.mentions[mention(found, raw)], found) for raw in ("40册", "41册")
    )
    assert here > there


def test_a_name_in_another_script_shares_no_words():
    """Chinese names have no words in common with an English text."""
    assert shares_words(CHILD, "本馆儿童很多")
    assert not shares_words(CHILD, "many children")
