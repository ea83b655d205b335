"""Features of a (number, field) pair: numbers between 0 and 1 that a linear model weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from llmextract.linking.discourse import Discourse
from llmextract.linking.lexicon import Match, Names, match, normal
from llmextract.linking.phrases import Phrase
from llmextract.mentions.units import kinds_of
from llmextract.schema import FieldSpec
from llmextract.types import Mention, MentionKind

FEATURES = (
    "bias", "contained", "length", "coverage", "overlap", "rival", "lead", "lead_rival", "unlike",
    "group_own", "group_sentence", "group_heading", "group_rival", "no_group", "group_only",
    "unit_exact", "unit_listed", "unit_kind", "unit_none",
    "past", "delta", "rate", "plan", "wider", "own", "cumulative", "share", "other_year",
    "judged", "judged_known",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Context:
    """All the texts around one number that features look at, normalised."""

    mention: Mention
    phrase: Phrase
    own: str
    lead: str
    sentence: str  # the sentence up to the phrase
    paragraph: str  # the text ahead in the same section, nearest last
    headings: str
    discourse: Discourse


def context_of(
    mention: Mention, phrase: Phrase, path: tuple[str, ...], paragraph: str, discourse: Discourse
) -> Context:
    return Context(
        mention,
        phrase,
        normal(phrase.own),
        normal(phrase.topic[-1]) if len(phrase.topic) > (1 if path else 0) else "",
        normal(phrase.before),
        normal(paragraph),
        normal(" ".join(path)),
        discourse,
    )


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
    return bool(kinds & frozenset().union(*(kinds_of(u) for u in wanted)))


def pair_features(
    context: Context, matches: Mapping[str, Match], names: Mapping[str, Names], spec: FieldSpec,
    lead_matches: Mapping[str, Match], groups: Mapping[str, float],
) -> dict[str, float]:
    """Features of one pair.  `matches` and `lead_matches` are of all fields that fit the unit;
    `groups` gives how near each group's words are (see `group_nearness`)."""
    own, lead = matches[spec.pointer], lead_matches[spec.pointer]
    best_other = max((m.length for p, m in matches.items() if p != spec.pointer), default=0)
    best_lead = max((m.length for p, m in lead_matches.items() if p != spec.pointer), default=0)
    mine = groups.get(spec.group, 0.0)
    other = max((v for g, v in groups.items() if g != spec.group), default=0.0)
    listed = (spec.extract.unit, *spec.extract.units)
    unit = context.mention.unit
    words = names[spec.pointer]
    d = context.discourse
    return {
        "bias": 1.0,
        "contained": float(own.length > 0),
        "length": min(own.length, 8) / 8,
        "coverage": own.coverage,
        "overlap": own.overlap,
        "rival": max(0, min(best_other - own.length, 6)) / 6,
        "lead": min(lead.length, 8) / 8 if not own.length else 0.0,
        "lead_rival": max(0, min(best_lead - lead.length, 6)) / 6 if not own.length else 0.0,
        "unlike": float(any(w in context.own for w in words.unlike)),
        "group_own": float(mine >= 1.0),
        "group_sentence": float(0.7 <= mine < 1.0),
        "group_heading": float(0.0 < mine < 0.7),
        "group_rival": max(0.0, other - mine),
        "no_group": float(mine == 0.0),
        "group_only": float(mine > 0 and own.length == 0),
        "unit_exact": float(unit is not None and unit == spec.extract.unit),
        "unit_listed": float(unit in listed),
        "unit_kind": float(unit is not None and unit not in listed),
        "unit_none": float(unit is None),
        "past": float(d.past),
        "delta": float(d.delta),
        "rate": float(d.rate),
        "plan": float(d.plan),
        "wider": float(d.wider),
        "own": float(d.own),
        "cumulative": float(d.cumulative),
        "share": float(d.share),
        "other_year": float(d.other_year),
        "judged": 0.0,
        "judged_known": 0.0,
    }


def all_matches(context: Context, names: Mapping[str, Names], fits: list[str]) -> tuple[dict[str, Match], dict[str, Match]]:
    return (
        {p: match(names[p], context.own) for p in fits},
        {p: match(names[p], context.lead) for p in fits},
    )


def group_nearness(context: Context, group_names: Mapping[str, tuple[str, ...]]) -> dict[str, float]:
    """How near each group is announced: 1 in the phrase, 0.9–0.7 in the sentence ahead, 0.6 in the
    headings, 0.4 earlier in the section."""
    near: dict[str, float] = {}
    for group, words in group_names.items():
        if any(w in context.own for w in words):
            near[group] = 1.0
            continue
        places = [context.sentence.rfind(w) for w in words]
        if max(places, default=-1) >= 0:
            ahead = (max(places) + 1) / max(1, len(context.sentence))
            near[group] = 0.7 + 0.2 * ahead
        elif any(w in context.headings for w in words):
            near[group] = 0.6
        elif any(w in context.paragraph for w in words):
            near[group] = 0.4
    return near
