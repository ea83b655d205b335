"""Which list fields there are, what their items consist of, and how these are compared."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from llmextract.evaluation.compare import Comparison
from llmextract.evaluation.gold import Gold
from llmextract.evaluation.predictions import Prediction
from llmextract.schema import Extract, FieldSpec, SchemaSpec
from llmextract.types import Pointer


@dataclass(frozen=True, slots=True)
class ListField:
    """`compare` is for items that are texts; `parts` names the cells of an object, in order,
    each with its comparison (empty: the items are texts)."""

    pointer: Pointer
    compare: Comparison
    parts: Mapping[str, Comparison] = field(default_factory=dict)

    def form(self, item: Any) -> Any:
        """An item as a text, or as an object if it has parts: gold may give these in order,
        without their names."""
        if not self.parts:
            return item
        if isinstance(item, Mapping):
            return {str(name): value for name, value in item.items()}
        values = item if isinstance(item, list | tuple) else [item]
        return dict(zip(self.parts, values, strict=False))


def list_fields(
    golds: Sequence[Gold],
    predictions: Iterable[Prediction],
    schema: SchemaSpec | None,
    compare: Comparison | None = None,
) -> dict[Pointer, ListField]:
    """The list fields of the schema, or those that any gold or record has.

    Without a schema texts are compared leniently, since two people rarely cut a passage alike,
    and the parts of objects normalised.  `compare` overrides what the schema declares.
    """
    if schema is not None:
        specs = [spec for spec in schema.fields if spec.kind.startswith("list")]
        return {spec.pointer: _declared(spec, compare) for spec in specs}
    found: dict[Pointer, list[Any]] = {}
    for prediction in predictions:
        for pointer, value in prediction.leaves():
            if isinstance(value, list):
                found.setdefault(pointer, []).extend(value)
    labelled: dict[Pointer, list[Any]] = {}
    for gold in golds:
        for name, items in gold.items.items():
            labelled.setdefault(resolve(name, found), []).extend(items)
    return {
        pointer: ListField(
            pointer,
            compare or Comparison.LENIENT,
            _parts(labelled.get(pointer, []), found.get(pointer, []), compare),
        )
        for pointer in sorted(found.keys() | labelled.keys())
    }


def resolve(name: Pointer, known: Collection[Pointer]) -> Pointer:
    """The known list field that a bare name (`/name`) means."""
    if name in known:
        return name
    ends = [other for other in known if other.endswith(name)]
    return ends[0] if len(ends) == 1 else name


def declared(extract: Extract, override: Comparison | None) -> Comparison:
    return override or Comparison(extract.compare)


def _declared(spec: FieldSpec, override: Comparison | None) -> ListField:
    compare = declared(spec.extract, override)
    if spec.item is None:
        return ListField(spec.pointer, compare)
    parts = {
        name: declared(next(_extracts(info.metadata), Extract(name)), override)
        for name, info in spec.item.model_fields.items()
    }
    return ListField(spec.pointer, compare, parts)


def _extracts(metadata: Iterable[Any]) -> Iterator[Extract]:
    return (meta for meta in metadata if isinstance(meta, Extract))


def _parts(
    labelled: Sequence[Any], found: Sequence[Any], override: Comparison | None
) -> dict[str, Comparison]:
    """Every name that an object has; where no object tells, parts are named by their place."""
    compound = [item for item in (*labelled, *found) if isinstance(item, Mapping | list | tuple)]
    names: dict[str, None] = {}
    for item in compound:
        if isinstance(item, Mapping):
            names |= dict.fromkeys(map(str, item))
    longest = max((len(item) for item in compound if not isinstance(item, Mapping)), default=0)
    if not names:
        names = dict.fromkeys(map(str, range(longest)))
    return dict.fromkeys(names, override or Comparison.NORMALISED)
