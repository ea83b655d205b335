"""`link`: code finds the numbers, the model judges what uncertain ones mean, a solver settles all.

1. `linking.read` lists each number with the fields its unit allows, as features.
2. `linking.weigh` scores the pairs; only those in doubt are put to the model, as yes-or-no
   questions about a masked phrase.
3. `solve.settle` chooses for the whole record; denials fill the zeros that nothing contradicts.
4. `spans` adds fields that are not numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from llmextract.backends.base import Backend
from llmextract.linking.candidates import Candidate, Reading, read
from llmextract.linking.doubt import doubtful
from llmextract.linking.judge import judge, question
from llmextract.linking.weigh import Weights, load_weights, probability
from llmextract.linking.zeros import Zero, find_zeros
from llmextract.prompting import Prompt, estimate_tokens, language_of, load_prompt
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.solve import Chosen, Pair, settle
from llmextract.spans import propose_breakdowns, propose_spans
from llmextract.strategies.base import Estimate, Outcome
from llmextract.types import Analysis, Pointer, Proposal, Reason, Rejected, Request

_AGREES, _DIFFERS = 1.0, -2.0  # log-odds, for a number beside the cell of a table
_SHARED = 3  # fields that one number may serve, if told of each


@dataclass(frozen=True)
class LinkStrategy:
    """`use_model=False` leaves the model out: the floor that code alone reaches.  `weights` and
    the prompts in `folder` take the place of those that come with the package."""

    use_model: bool = True
    weights: Weights | None = None
    folder: Path | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        return "link" if self.use_model else "rules"

    @property
    def prompts(self) -> dict[str, str]:
        names = ("link/zh.md", "link/en.md") if self.use_model else ()
        return {name: load_prompt(name, self.folder).identity for name in names}

    async def extract(self, analysis: Analysis, schema: SchemaSpec, backend: Backend) -> Outcome:
        fields = linkable(schema)
        reading, weights = read(analysis, fields, schema), self._weights(schema)
        scores = weights.scores(reading)
        origin, threshold = f"{self.name}/rules", weights.threshold
        if self.use_model:
            asked = self._doubtful(analysis, reading, scores, schema)
            answers = await judge(backend, self._prompt(schema), [c.asked for c in asked])
            scores |= weights.combine(scores, {c.key: answers[c.asked] for c in asked})
            origin, threshold = f"link/{backend.identity}", weights.judged_threshold
        return self._outcome(analysis, schema, reading, scores, threshold, origin)

    def requests(self, analysis: Analysis, schema: SchemaSpec) -> list[Request]:
        """The questions about a document, each once; they depend on no answer."""
        if not self.use_model:
            return []
        reading, weights = read(analysis, linkable(schema), schema), self._weights(schema)
        asked = self._doubtful(analysis, reading, weights.scores(reading), schema)
        prompt = self._prompt(schema)
        return [question(prompt, *pair) for pair in dict.fromkeys(c.asked for c in asked)]

    def estimate(self, analysis: Analysis, schema: SchemaSpec) -> Estimate:
        requests = self.requests(analysis, schema)
        tokens = sum(estimate_tokens(m.content) for r in requests for m in r.messages)
        return Estimate(len(requests), tokens, len(requests))

    def _weights(self, schema: SchemaSpec) -> Weights:
        return self.weights or load_weights(phrasebook=bool(schema.passages))

    def _prompt(self, schema: SchemaSpec) -> Prompt:
        language = language_of(s.label for s in schema.fields)
        return load_prompt(f"link/{language}.md", self.folder)

    def _doubtful(
        self,
        analysis: Analysis,
        reading: Reading,
        scores: Mapping[tuple[int, Pointer], float],
        schema: SchemaSpec,
    ) -> list[Candidate]:
        threshold = self._weights(schema).threshold
        _, chosen = _settled(analysis, schema, reading, scores, threshold)
        return doubtful(reading, scores, chosen, threshold)

    def _outcome(
        self,
        analysis: Analysis,
        schema: SchemaSpec,
        reading: Reading,
        scores: Mapping[tuple[int, Pointer], float],
        threshold: float,
        origin: str,
    ) -> Outcome:
        pairs, chosen = _settled(analysis, schema, reading, scores, threshold)
        proposals = [_proposal(analysis, c, threshold, origin) for c in chosen]
        taken = {p.pointer for p in proposals}
        proposals += [p for p in propose_spans(analysis, schema) if p.pointer not in taken]
        values = {p.pointer: p.value for p in proposals}
        proposals += propose_breakdowns(analysis, schema, values)
        return Outcome(tuple(proposals), tuple(_rivals(analysis, pairs, chosen, origin)))


def _settled(
    analysis: Analysis,
    schema: SchemaSpec,
    reading: Reading,
    scores: Mapping[tuple[int, Pointer], float],
    threshold: float,
) -> tuple[list[Pair], list[Chosen]]:
    """What the solver chose from, and what it chose."""
    zeros = find_zeros(reading, linkable(schema))
    pairs = offers(reading, scores, threshold, zeros, analysis.stated)
    return pairs, settle(pairs, schema.identities, capacities(reading, zeros))


def linkable(schema: SchemaSpec) -> tuple[FieldSpec, ...]:
    """Numeric fields that are counted or measured; those with a pattern are read as spans."""
    return tuple(s for s in schema.numeric if not s.extract.pattern)


def offers(
    reading: Reading,
    scores: Mapping[tuple[int, Pointer], float],
    threshold: float,
    zeros: Sequence[Zero],
    stated: Mapping[Pointer, Decimal] | None = None,
) -> list[Pair]:
    """What the solver chooses from: numbers with their scores, and zeros that denials state.

    Those that agree with what tables have `stated` gain, those that do not lose.
    """
    numbers = [
        Pair(*c.key, c.value, scores[c.key] - threshold)
        for c in reading.candidates
        if scores[c.key] > threshold - 3
    ]
    pairs = numbers + [Pair(z.mention, z.pointer, Decimal(0), z.log_odds) for z in zeros]
    return [_agreeing(pair, stated or {}) for pair in pairs]


def _agreeing(pair: Pair, stated: Mapping[Pointer, Decimal]) -> Pair:
    known = stated.get(pair.pointer)
    if known is None:
        return pair
    return replace(pair, score=pair.score + (_AGREES if pair.value == known else _DIFFERS))


def capacities(reading: Reading, zeros: Sequence[Zero]) -> dict[int, int]:
    """How many fields a mention may serve: denials any, numbers told of several things a few."""
    shared = {n: _SHARED for n, phrase in reading.phrases.items() if phrase.shared}
    return shared | {z.mention: len(zeros) for z in zeros}


def _proposal(analysis: Analysis, chosen: Chosen, threshold: float, origin: str) -> Proposal:
    pair = chosen.pair
    return Proposal(
        pointer=pair.pointer,
        value=int(pair.value) if pair.value == int(pair.value) else pair.value,
        span=analysis.mentions[pair.mention].span,
        mention=pair.mention,
        confidence=round(probability(pair.score + threshold + chosen.support), 4),
        origin=origin,
    )


def _rivals(
    analysis: Analysis, pairs: list[Pair], chosen: list[Chosen], origin: str
) -> list[Rejected]:
    """Numbers that would have served a field, had another not been better."""
    winners = {c.pair.pointer: c.pair for c in chosen}
    return [
        Rejected(
            pointer=pair.pointer,
            value=pair.value,
            reason=Reason.RIVAL,
            detail=f"{winners[pair.pointer].value} was better supported",
            span=analysis.mentions[pair.mention].span,
            origin=origin,
        )
        for pair in pairs
        if pair.score > 0 and pair.pointer in winners and pair.value != winners[pair.pointer].value
    ]
