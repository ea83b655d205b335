"""Quotes in recorded answers: hidden as places, and shown again to whoever has the request."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.cassette_quotes import RUN, hide_quotes, show_quotes

WORDS = st.text(alphabet="甲乙丙丁⟦+⟧12", max_size=60)


def asked(text: str) -> bytes:
    return json.dumps({"messages": [{"role": "user", "content": text}]}).encode()


@given(WORDS, st.lists(WORDS), st.data())
def test_what_is_hidden_is_shown_again(source, own, data):
    """Hiding and showing give the answer back, whatever it quotes or contains."""
    start = data.draw(st.integers(0, len(source)))
    quote = source[start : data.draw(st.integers(start, len(source)))]
    answer = {"quote": quote, "own": own, "number": 3, "nothing": None}
    hidden = hide_quotes(json.dumps(answer).encode(), asked(source))
    assert json.loads(show_quotes(hidden, asked(source))) == answer


@given(WORDS, WORDS, WORDS)
def test_no_long_run_of_the_request_is_left(source, before, after):
    """No run of the given length that the request has is readable in the hidden answer."""
    hidden = json.loads(hide_quotes(json.dumps([before + source + after]).encode(), asked(source)))
    left = "\0".join(part.split("⟧")[-1] for part in hidden[0].split("⟦"))
    runs = {source[at : at + RUN] for at in range(len(source) - RUN + 1) if "⟦" not in source}
    assert not [run for run in runs if "⟧" not in run and run in left]


def test_a_place_outside_the_request_is_an_error():
    """An answer shown with another, shorter request is refused, not cut."""
    hidden = hide_quotes(
        json.dumps(["一二三四五六七八九十"]).encode(), asked("一二三四五六七八九十")
    )
    with pytest.raises(ValueError, match="another request"):
        show_quotes(hidden, asked("一二三"))


def test_what_is_not_json_stays():
    """An answer that is no JSON is kept as it came."""
    assert hide_quotes(b"busy", asked("busy")) == b"busy"
