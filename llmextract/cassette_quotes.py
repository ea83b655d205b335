"""Answers whose quotes of the request are kept as places in it.

A cassette that keeps only the digest of a request must not keep the request's words in the
answer either.  Every run of at least `RUN` characters that the request has too becomes
`⟦start+length⟧`, counted in code points of the request's texts joined.  Whoever has the same
request gets the same answer back; nobody else can read what was quoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

RUN = 8
_OPEN = "⟦"
_PLACE = re.compile(r"⟦⟦|⟦(\d+)\+(\d+)⟧")


def hide_quotes(answer: bytes, request: bytes) -> bytes:
    """`answer` with places for quotes; as it is, if either is not JSON."""
    source = _texts(request)
    index: dict[str, list[int]] = {}
    for at in range(len(source) - RUN + 1):
        index.setdefault(source[at : at + RUN], []).append(at)
    return _rewritten(answer, lambda text: _hidden(text, source, index))


def show_quotes(answer: bytes, request: bytes) -> bytes:
    """What `hide_quotes` was given.  Raises ValueError for a place outside the request."""
    source = _texts(request)
    return _rewritten(answer, lambda text: _shown(text, source))


def _rewritten(answer: bytes, change: Callable[[str], str]) -> bytes:
    try:
        data = json.loads(answer)
    except ValueError:
        return answer
    return json.dumps(_each_text(data, change), ensure_ascii=False).encode()


def _each_text(node: Any, change: Callable[[str], str]) -> Any:
    if isinstance(node, str):
        return change(node)
    if isinstance(node, list):
        return [_each_text(part, change) for part in node]
    if isinstance(node, dict):
        return {key: _each_text(value, change) for key, value in node.items()}
    return node


def _texts(request: bytes) -> str:
    """The contents of the request's messages."""
    try:
        messages = json.loads(request)["messages"]
        return "\n".join(str(message["content"]) for message in messages)
    except (ValueError, KeyError, TypeError):
        return ""


def _hidden(text: str, source: str, index: dict[str, list[int]]) -> str:
    parts: list[str] = []
    at = 0
    while at < len(text):
        start, length = _longest(text, at, source, index)
        if length:
            parts.append(f"⟦{start}+{length}⟧")
            at += length
        else:
            parts.append(_OPEN * 2 if text[at] == _OPEN else text[at])
            at += 1
    return "".join(parts)


def _longest(text: str, at: int, source: str, index: dict[str, list[int]]) -> tuple[int, int]:
    """Where the longest run that begins at `at` stands in `source`, and its length."""
    best, length = 0, 0
    for start in index.get(text[at : at + RUN], ()):
        size = RUN
        while (
            at + size < len(text)
            and start + size < len(source)
            and text[at + size] == source[start + size]
        ):
            size += 1
        if size > length:
            best, length = start, size
    return best, length


def _shown(text: str, source: str) -> str:
    def part(match: re.Match[str]) -> str:
        if match[1] is None:
            return _OPEN
        start, end = int(match[1]), int(match[1]) + int(match[2])
        if end > len(source):
            raise ValueError(f"the answer quotes characters {start} to {end} of another request")
        return source[start:end]

    return _PLACE.sub(part, text)
