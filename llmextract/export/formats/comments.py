"""The comment at a cell of `panel`: the proof of its value, in a few lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from llmextract.export.panel import Mark
from llmextract.types import Evidence, Qualifier, Status

_LONGEST = 400  # characters of a quote or a message


def comment(mark: Mark, words: Mapping[str, str]) -> str:
    """What a reader needs to judge a cell; empty if there is nothing to say."""
    return "\n".join(_lines(mark, words))


def _lines(mark: Mark, words: Mapping[str, str]) -> Iterator[str]:
    proof = mark.evidence
    if proof.status in (Status.TABLE_MISSING, Status.NOT_APPLICABLE):
        yield words[proof.status]
    if proof.quote:
        yield from _proof(proof, words)
    for finding in mark.doubts:
        yield words["finding"].format(message=_short(finding.message))


def _proof(proof: Evidence, words: Mapping[str, str]) -> Iterator[str]:
    yield words["quote"].format(quote=_short(" ".join(proof.quote.split())))
    if proof.row is not None or proof.column is not None:
        yield words["place"].format(row=proof.row or "", column=proof.column or "")
    if proof.raw:
        yield words["raw"].format(raw=proof.raw)
    yield words["qualifier"].format(qualifier=words[proof.qualifier or Qualifier.EXACT])
    if proof.period != "year":
        yield words["period"].format(period=proof.period)
    if proof.scope != "agency":
        yield words["scope"].format(scope=proof.scope)
    if proof.confidence is not None:
        yield words["confidence"].format(confidence=proof.confidence)
    place = words["where"].format(start=proof.start, end=proof.end)
    yield place if proof.page is None else f"{place}, {words['page'].format(page=proof.page)}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
