"""Features of a (number, field) pair: numbers between 0 and 1 that a linear model weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from llmextract.linking.discourse import Discourse
from llmextract.linking.lexicon import Match, Names, holds, last_place, match, overlap
from llmextract.linking.phrases import Phrase
from llmextract.mentions.units import kinds_of
from llmextract.schema import FieldSpec
from llmextract.types import Mention, MentionKind

FEATURES = (
    "bias", "contained", "length", "coverage", "overlap", "joint", "rival", "joint_rival",
    "lead", "lead_rival", "unlike", "unlike_lead",
    "group_own", "group_sentence", "group_heading", "group_rival", "no_group", "group_only",
    "unit_exact", "unit_listed", "unit_kind", "unit_none", "bare_total", "bare_other",
    "past", "delta", "rate", "plan", "wider", "wider_distinct", "own", "cumulative", "share",
    "other_year", "late", "table", "child", "head_bare", "own_lead", "sum_of_parts",
)  # fmt: skip


_PART = ("其中", "其余", "另", "余下", "剩", "占", "of which", "including")


@dataclass(frozen=True, slots=True)
class Context:
    """All the texts around one number that features look at, normalised."""

    mention: Mention
    phrase: Phrase
    own: str
    lead: str
    sentence: str  # the sentence up to the phrase
    paragraph: str  # the text ahead in the same paragraph
    headings: str
    leaf: str  # the innermost heading
    discourse: Discourse
    distinct: bool  # whether the document tells its own figures from wider ones
    place: float  # 0 at the beginning of the document, 1 at its end
    table: bool  # whether the number stands in a row of a table


@dataclass(frozen=True, slots=True)
class Best:
    """The best of all fields' figures, and the best without the field that has it."""

    pointer: str
    figure: float
    second: float

    def without(self, pointer: str) -> float:
        """The best of the other fields' figures; 0 if there are none."""
        return self.second if pointer == self.pointer else self.figure


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the fields that fit a number's unit agree with the texts around it, by pointer."""

    own: Mapping[str, Match]
    lead: Mapping[str, Match]
    head: Mapping[str, Match]
    joint: Mapping[str, float]
    groups: Mapping[str, float]  # by group, see `group_nearness`
    best_own: Best  # of the lengths of names
    best_lead: Best
    best_joint: Best


def compatible(mention: Mention, spec: FieldSpec) -> bool:
    """Whether the printed unit can carry the field's value."""
    if mention.kind is MentionKind.DENIAL:
        return False
    percent = spec.extract.unit in ("%", "‰")
    if percent != (mention.kind is MentionKind.PERCENT):
        return False
    if spec.kind == "int" and mention.value != int(mention.value):  # type: ignore[arg-type]
        return False
    wanted = (spec.extract.unit, *spec.extract.units)
    if mention.unit is None or spec.extract.unit is None or mention.unit in wanted:
        return True
    kinds = kinds_of(mention.unit)
    return bool(kinds & frozenset().union(*(kinds_of(u) for u in wanted))) or any(
        _singular(mention.unit) == _singular(unit) for unit in wanted if unit
    )


def _singular(unit: str) -> str:
    return unit.lower().removesuffix("s") if unit.isascii() else unit


def agree(context: Context, fits: list[FieldSpec], names: Mapping[str, Names]) -> Agreement:
    """Compare the texts around a number with the names of the fields that fit it."""
    both = f"{context.lead} {context.own}"
    group_names = {s.group: names[s.pointer].groups[0] for s in fits if names[s.pointer].groups}
    own = {s.pointer: match(names[s.pointer], context.own, context.lead) for s in fits}
    lead = {s.pointer: match(names[s.pointer], context.lead) for s in fits}
    joint = {s.pointer: overlap(names[s.pointer].grams, both) for s in fits}
    return Agreement(
        own=own,
        lead=lead,
        head={s.pointer: match(names[s.pointer], context.leaf) for s in fits},
        joint=joint,
        groups=group_nearness(context, group_names),
        best_own=_best({pointer: m.length for pointer, m in own.items()}),
        best_lead=_best({pointer: m.length for pointer, m in lead.items()}),
        best_joint=_best(joint),
    )


def _best(figures: Mapping[str, float]) -> Best:
    first = max(figures, key=lambda pointer: figures[pointer], default="")
    others = (figure for pointer, figure in figures.items() if pointer != first)
    return Best(first, figures.get(first, 0.0), max(others, default=0.0))


def group_nearness(context: Context, groups: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """How near each group is announced: 1 in the phrase, 0.7–0.9 in the sentence ahead, 0.6 in the
    headings, 0.4 earlier in the paragraph; absent where it is not."""
    near: dict[str, float] = {}
    for group, words in groups.items():
        if any(holds(context.own, w) for w in words):
            near[group] = 1.0
            continue
        last = max((last_place(context.sentence, w) for w in words), default=-1)
        if last >= 0:
            near[group] = 0.7 + 0.2 * (last + 1) / max(1, len(context.sentence))
        elif any(holds(context.headings, w) for w in words):
            near[group] = 0.6
        elif any(holds(context.paragraph, w) for w in words):
            near[group] = 0.4
    return near


def pair_features(
    context: Context,
    spec: FieldSpec,
    names: Names,
    agreement: Agreement,
    parts: Sequence[Names],
) -> dict[str, float]:
    """Features of one pair.  `parts` are the fields that an identity sums up to this one."""
    pointer = spec.pointer
    own, lead = agreement.own[pointer], agreement.lead[pointer]
    bare = (
        len(context.phrase.left + context.phrase.right) <= 2
        or context.own.lstrip("共合总计") != context.own
    )
    return {
        "bias": 1.0,
        "contained": float(own.length > 0),
        "length": min(own.length, 8) / 8,
        "coverage": own.coverage,
        "overlap": own.overlap,
        "joint": agreement.joint[pointer],
        "rival": _behind(own.length, agreement.best_own.without(pointer)),
        "joint_rival": max(0.0, agreement.best_joint.without(pointer) - agreement.joint[pointer]),
        "lead": min(lead.length, 8) / 8,
        "lead_rival": _behind(lead.length, agreement.best_lead.without(pointer)),
        "unlike": float(any(holds(context.own, w) for w in names.unlike)),
        "unlike_lead": float(any(holds(context.lead, w) for w in names.unlike)),
        **_group_features(spec, own, agreement),
        **_unit_features(context, spec),
        "bare_total": float(bare and bool(parts)),
        "bare_other": float(bare and not parts),
        **_discourse_features(context),
        "late": context.place,
        "table": float(context.table),
        "head_bare": min(agreement.head[pointer].length, 8) / 8 if bare else 0.0,
        "own_lead": float(context.discourse.own and lead.length > 0 and own.length == 0),
        "sum_of_parts": float(bare and _named(parts, context.sentence) >= 2),
        "child": float(lead.length > 0 and own.length == 0 and context.own.startswith(_PART)),
    }


def _named(parts: Sequence[Names], text: str) -> int:
    """How many of the parts a text names."""
    return sum(1 for part in parts if any(holds(text, name) for name in part.names))


def _behind(length: int, best_other: float) -> float:
    return max(0.0, min(best_other - length, 6)) / 6


def _group_features(spec: FieldSpec, own: Match, agreement: Agreement) -> dict[str, float]:
    mine = agreement.groups.get(spec.group, 0.0)
    other = max((v for g, v in agreement.groups.items() if g != spec.group), default=0.0)
    return {
        "group_own": float(mine >= 1.0),
        "group_sentence": float(0.7 <= mine < 1.0),
        "group_heading": float(0.0 < mine < 0.7),
        "group_rival": max(0.0, other - mine),
        "no_group": float(mine == 0.0),
        "group_only": float(mine > 0 and own.length == 0),
    }


def _unit_features(context: Context, spec: FieldSpec) -> dict[str, float]:
    unit, listed = context.mention.unit, (spec.extract.unit, *spec.extract.units)
    return {
        "unit_exact": float(unit is not None and unit == spec.extract.unit),
        "unit_listed": float(unit in listed),
        "unit_kind": float(unit is not None and unit not in listed),
        "unit_none": float(unit is None),
    }


def _discourse_features(context: Context) -> dict[str, float]:
    d = context.discourse
    return {
        "past": float(d.past),
        "delta": float(d.delta),
        "rate": float(d.rate),
        "plan": float(d.plan),
        "wider": float(d.wider),
        "wider_distinct": float(d.wider and context.distinct),
        "own": float(d.own),
        "cumulative": float(d.cumulative),
        "share": float(d.share),
        "other_year": float(d.other_year),
    }
