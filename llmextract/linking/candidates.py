"""Every number of a document with every field it could be: the pairs to be weighed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from llmextract.fit import declared
from llmextract.fold import Folded, fold
from llmextract.linking.discourse import read_discourse
from llmextract.linking.features import Context, agree, compatible, pair_features
from llmextract.linking.lexicon import Names, names_of, normal
from llmextract.linking.likeness import likeness_features
from llmextract.linking.neighbours import Relations, relations_of
from llmextract.linking.phrasebook import Likeness, phrasebook_of, shape_of
from llmextract.linking.phrases import Phrase, distill
from llmextract.linking.shown import shown_of
from llmextract.numerals import parse_number
from llmextract.schema import FieldSpec, SchemaSpec
from llmextract.types import Analysis, Mention, MentionKind, Pointer

_TITLE_YEAR = re.compile(
    r"((?:19|20)\d\d|[〇零○一二三四五六七八九]{4})\s?年?度?[^，。；\n]{0,30}(?:报告|年报|总结|report)"
    r"|(?:报告|年报|总结)[（(]((?:19|20)\d\d)年|\breport\b[^.;\n]{0,20}?\b((?:19|20)\d\d)\b",
    re.I,
)
_CELL = re.compile(r"(?:\t| {2,})\s*[-+]?[\d/][\d,.]*(?=\t| {2,}|\s*$)")
_PARAGRAPH = 160  # characters ahead that may announce a group


@dataclass(frozen=True, slots=True)
class Candidate:
    """One pair, with its features by name, and the value that the number would give the field."""

    context: Context
    spec: FieldSpec
    features: Mapping[str, float]
    value: Decimal
    shown: str

    @property
    def mention(self) -> Mention:
        return self.context.mention

    @property
    def key(self) -> tuple[int, Pointer]:
        return self.context.mention.index, self.spec.pointer

    @property
    def asked(self) -> tuple[str, str]:
        """What a model is asked about: a masked phrase, and the label of a field."""
        return self.shown, self.spec.label


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as the linker sees it: phrases of numbers and denials, and their pairs."""

    folded: Folded
    year: int | None
    phrases: Mapping[int, Phrase]
    contexts: tuple[Context, ...]
    candidates: tuple[Candidate, ...]
    relations: Relations


def read(analysis: Analysis, fields: tuple[FieldSpec, ...], schema: SchemaSpec) -> Reading:
    """Distil phrases and list the pairs that units allow."""
    folded = fold(analysis.document.text)
    phrases = distill(folded, analysis.sections, analysis.mentions)
    year = document_year(folded.text)
    contexts = [
        context
        for context in _contexts(analysis, folded, phrases, year)
        if not analysis.in_table(context.mention)
    ]
    names = {spec.pointer: names_of(spec) for spec in fields}
    parts = {
        i.left[0][1]: tuple(names[p] for _, p in i.right if p in names)
        for i in schema.identities
        if i.operator == "=" and len(i.left) == 1
    }
    weighed = [c for c in contexts if c.mention.kind is not MentionKind.DENIAL and not _in_grid(c)]
    candidates = [
        candidate
        for context, likeness in zip(weighed, _likenesses(weighed, schema), strict=True)
        for candidate in _pairs(context, fields, names, parts, likeness, analysis.document.text)
    ]
    relations = relations_of(fields, schema.identities)
    return Reading(folded, year, phrases, tuple(contexts), tuple(candidates), relations)


def _likenesses(contexts: list[Context], schema: SchemaSpec) -> Sequence[Likeness | None]:
    """What the schema's phrasebook says of each number, if it has one."""
    book = phrasebook_of(schema.passages)
    if book is None:
        return [None] * len(contexts)
    return book.compare([shape_of(c.phrase, bool(c.leaf)) for c in contexts])


def _in_grid(context: Context) -> bool:
    """Whether the number stands in a row of several: what it means is said by its column."""
    return context.table and len(_CELL.findall(context.phrase.sentence)) > 1


def document_year(text: str) -> int | None:
    """The year a document is about, from the first title-like words; None if none is named."""
    match = _TITLE_YEAR.search(text[:3000])
    value = parse_number(match[match.lastindex or 0]) if match else None
    return int(value) if value is not None else None


def _pairs(
    context: Context,
    fields: tuple[FieldSpec, ...],
    names: Mapping[Pointer, Names],
    parts: Mapping[Pointer, tuple[Names, ...]],
    likeness: Likeness | None,
    text: str,
) -> list[Candidate]:
    fits = [spec for spec in fields if compatible(context.mention, spec)]
    if not fits:
        return []
    agreement = agree(context, fits, names)
    labels = {spec.group: spec.inside[-1].label for spec in fits if spec.inside[1:]}
    shown = shown_of(context.phrase, agreement.groups, labels)
    alike = likeness_features(likeness, [s.pointer for s in fits]) if likeness else {}
    return [
        Candidate(
            context,
            spec,
            pair_features(
                context, spec, names[spec.pointer], agreement, parts.get(spec.pointer, ())
            )
            | alike.get(spec.pointer, {}),
            _value(context.mention, spec, text),
            shown,
        )
        for spec in fits
    ]


def _value(mention: Mention, spec: FieldSpec, text: str) -> Decimal:
    """The number in the field's base unit."""
    return Decimal(str(mention.value)) * declared(mention, spec, text)[0]


def _contexts(
    analysis: Analysis, folded: Folded, phrases: Mapping[int, Phrase], year: int | None
) -> list[Context]:
    paths = {s.index: s.path for s in analysis.sections}
    said = {
        n: read_discourse(p, paths[analysis.mentions[n].section], year) for n, p in phrases.items()
    }
    distinct = any(d.own for d in said.values()) and any(d.wider for d in said.values())
    contexts = []
    for n, phrase in phrases.items():
        mention = analysis.mentions[n]
        path = paths[mention.section]
        first = max(0, phrase.start - _PARAGRAPH)
        line = max(first, folded.text.rfind("\n", first, phrase.start) + 1)
        ahead = folded.text[line : phrase.start]
        contexts.append(
            Context(
                mention=mention,
                phrase=phrase,
                own=normal(phrase.own),
                lead=normal("".join(phrase.lead)),
                sentence=normal(phrase.before),
                paragraph=normal(ahead[: max(0, len(ahead) - len(phrase.before))]),
                headings=normal(" ".join(path)),
                leaf=normal(path[-1]) if path else "",
                discourse=said[n],
                distinct=distinct,
                place=phrase.start / max(1, len(folded.text)),
                table="\t" in phrase.sentence or bool(re.search(r"\d {2,}\d", phrase.sentence)),
            )
        )
    return contexts
