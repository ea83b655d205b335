"""What a change of the schema costs: questions that no run before the change has asked.

    python eval/schema_change.py [DOCUMENTS] [--fields POINTER…]

All documents (default: the examples) are read by `link` with the bundled schema before and after
each change of one field.  Which questions are asked does not depend on the answers, so none is
sent; what was asked before the change is in the response cache.  `its own` are the new calls about
the changed field itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from cost import ROOT, Question, questions

from llmextract.documents import find_documents
from llmextract.schema import FieldSpec, Identity, Passage, SchemaSpec, load_schema
from llmextract.strategies.link import linkable
from llmextract.types import Pointer

Change: TypeAlias = Callable[[SchemaSpec, FieldSpec], SchemaSpec]
FIELDS = ("/response/messages_answered", "/proposals/npc", "/proposals/completion_rate")
OTHER_LABEL = "{}（本年）"


@dataclass(frozen=True, slots=True)
class Cost:
    """The different questions of a run before the change, and those that it makes new."""

    change: str
    before: int
    new: frozenset[Question]

    def about(self, label: str) -> int:
        """How many of the new questions are about the field of this label."""
        return sum(label_of(question) == label for question in self.new)


def label_of(question: Question) -> str:
    """The label that a question is about, which stands at its end."""
    return question[-1].content.rpartition("：")[2]


def main() -> None:
    arguments = _arguments()
    schema = load_schema("disclosure_report")
    paths = find_documents([arguments.documents])
    whole = asked(paths, schema)
    print("| change | field | documents | questions before | new calls | its own |")
    print("|--|--|--|--|--|--|")
    for spec in (schema.by_pointer[pointer] for pointer in arguments.fields):
        for cost in costs(paths, schema, spec, whole):
            own = cost.about(spec.label) + cost.about(OTHER_LABEL.format(spec.label))
            print(f"| {cost.change} | {spec.label} | {len(paths)} | {cost.before} "
                  f"| {len(cost.new)} | {own} |", flush=True)  # fmt: skip


def asked(paths: Sequence[Path], schema: SchemaSpec) -> frozenset[Question]:
    """The different questions about all documents."""
    return frozenset(question for path in paths for question in questions(path, schema))


def costs(
    paths: Sequence[Path], schema: SchemaSpec, spec: FieldSpec, whole: frozenset[Question]
) -> Iterator[Cost]:
    """What each change of a field costs; `whole` are the questions with the schema as it is."""
    bare = asked(paths, dropped(schema, spec))
    yield Cost("a field added", len(bare), whole - bare)
    for change, make in CHANGES.items():
        yield Cost(change, len(whole), asked(paths, make(schema, spec)) - whole)
    yield Cost("a field dropped", len(whole), bare - whole)


def dropped(schema: SchemaSpec, spec: FieldSpec) -> SchemaSpec:
    """Without the field, the sums that it is in, and its marks in the phrasebook."""
    left = tuple(i for i in schema.identities if spec.pointer not in i.pointers)
    return _with(replace(schema, identities=left), spec, ())


def labelled(schema: SchemaSpec, spec: FieldSpec) -> SchemaSpec:
    """The field is called otherwise."""
    extract = replace(spec.extract, label=OTHER_LABEL.format(spec.label))
    return _with(schema, spec, (replace(spec, extract=extract),))


def named(schema: SchemaSpec, spec: FieldSpec) -> SchemaSpec:
    """The field stands under another name in the record, and in the model's source."""
    return _with(schema, spec, (replace(spec, pointer=f"{spec.pointer}_", name=f"{spec.name}_"),))


def moved(schema: SchemaSpec, spec: FieldSpec) -> SchemaSpec:
    """The field is the last of the group that comes after its own; the first follows the last."""
    groups = list(dict.fromkeys(s.group for s in linkable(schema)))
    group = groups[(groups.index(spec.group) + 1) % len(groups)]
    last = [s for s in schema.fields if s.group == group][-1]
    pointer = f"{last.pointer.rpartition('/')[0]}/{spec.name}_"
    other = replace(spec, pointer=pointer, group=group, inside=last.inside)
    left = [s for s in schema.fields if s is not spec]
    left.insert(left.index(last) + 1, other)
    return replace(_with(schema, spec, (other,)), fields=tuple(left))


CHANGES: Mapping[str, Change] = MappingProxyType(
    {
        "a field's label changed": labelled,
        "a field's name changed": named,
        "a field moved to another group": moved,
    }
)


def _with(schema: SchemaSpec, spec: FieldSpec, others: tuple[FieldSpec, ...]) -> SchemaSpec:
    """One field or none in the place of `spec`: among the fields, in sums and in passages."""

    def pointers(given: Sequence[Pointer]) -> tuple[Pointer, ...]:
        new = tuple(other.pointer for other in others)
        return tuple(q for p in given for q in (new if p == spec.pointer else (p,)))

    def identity(one: Identity) -> Identity:
        left, right = (
            tuple((sign, q) for sign, p in side for q in pointers([p]))
            for side in (one.left, one.right)
        )
        return replace(one, left=left, right=right)

    def passage(one: Passage) -> Passage:
        marks = (replace(mark, pointers=pointers(mark.pointers)) for mark in one.marks)
        return replace(one, marks=tuple(mark for mark in marks if mark.pointers))

    return replace(
        schema,
        fields=tuple(t for s in schema.fields for t in (others if s is spec else (s,))),
        identities=tuple(map(identity, schema.identities)),
        passages=tuple(map(passage, schema.passages)),
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("documents", nargs="?", type=Path, default=ROOT / "examples")
    parser.add_argument("--fields", nargs="+", default=FIELDS, metavar="POINTER")
    return parser.parse_args()


if __name__ == "__main__":
    main()
