"""The folded view."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.fold import fold

_TEXTS = st.text("甲乙二O一〇年12 ０　\n。，-", max_size=80)


@given(_TEXTS, st.booleans())
def test_every_character_comes_from_its_place(text, keep):
    """The view has one origin a character, in order, and each is the same but for its width."""
    folded = fold(text, keep_blanks=keep)
    assert len(folded.text) == len(folded.origin)
    assert list(folded.origin) == sorted(set(folded.origin))
    for character, at in zip(folded.text, folded.origin, strict=True):
        assert character == text[at] or text[at] in "０O0"


@given(_TEXTS)
def test_kept_blanks_are_the_only_difference(text):
    """Keeping blanks changes nothing else in the view."""
    kept, plain = fold(text, keep_blanks=True), fold(text)
    assert set(plain.origin) <= set(kept.origin)
    gone = set(kept.origin) - set(plain.origin)
    assert all(text[at] in " 　" for at in gone)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("二OO九年", "二〇〇九年"),
        ("二O一O年", "二〇一〇年"),
        ("二００八年", "二〇〇八年"),
        ("2009年", "2009年"),
        ("第二O", "第二O"),
    ],
)
def test_letters_for_zero_in_years(printed, folded):
    """The letter O and the digit 0 in a year of Chinese numerals are a zero."""
    assert fold(printed).text == folded
