"""A Pydantic model compiled into a flat, ordered list of fields that strategies work from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from llmextract.errors import SchemaError
from llmextract.schema.annotations import About, Extract
from llmextract.schema.check import (
    check_extract,
    check_identity,
    check_keys,
    check_table,
    check_years,
)
from llmextract.schema.identities import (
    Identity,
    YearIdentity,
    parse_identity,
    parse_year_identity,
)
from llmextract.schema.kinds import kind_of
from llmextract.schema.layouts import TableSpec
from llmextract.schema.passages import Passage
from llmextract.types import Pointer


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One leaf field.  `kind` is int · decimal · str · date · bool · list_str · list_object;
    `group` is the dotted path of the model it stands in; `inside` describes those models,
    outermost first."""

    pointer: Pointer
    name: str
    kind: str
    extract: Extract
    group: str
    inside: tuple[About, ...]
    item: type[BaseModel] | None = None

    @property
    def numeric(self) -> bool:
        return self.kind in ("int", "decimal")

    @property
    def label(self) -> str:
        return self.extract.label


@dataclass(frozen=True)
class SchemaSpec:
    """A schema ready for use: its model, leaf fields in order, and identities over pointers.

    `mappings` are the dict fields: their entries (cells of a table) are no fields of their own.
    `tables` are the declared official tables, `passages` the labelled ones of its phrasebook.
    `across` are identities between documents of one body in consecutive years.
    `entity`, `time` and `title` are the fields that say whom a document is about, of which year
    it is and what it is called, as far as declared.
    """

    name: str
    model: type[BaseModel]
    fields: tuple[FieldSpec, ...]
    identities: tuple[Identity, ...]
    mappings: tuple[Pointer, ...] = ()
    tables: tuple[TableSpec, ...] = ()
    passages: tuple[Passage, ...] = ()
    entity: Pointer | None = None
    time: Pointer | None = None
    title: Pointer | None = None
    across: tuple[YearIdentity, ...] = ()

    @cached_property
    def by_pointer(self) -> Mapping[Pointer, FieldSpec]:
        return {spec.pointer: spec for spec in self.fields}

    @property
    def numeric(self) -> tuple[FieldSpec, ...]:
        return tuple(spec for spec in self.fields if spec.numeric)


def compile_schema(model: type[BaseModel], name: str = "") -> SchemaSpec:
    """Flatten `model`, in the order of its fields.

    Raises SchemaError for unsupported types, bad identities and regular expressions, and
    references to fields that there are not.
    """
    leaves = tuple(_walk(model, "", (), (), ()))
    fields = tuple(leaf for leaf in leaves if leaf.kind != "mapping")
    if not fields:
        raise SchemaError("the schema has no fields", where=model.__name__, hint="add a field")
    identities = tuple(_identities(model, ""))
    for identity in identities:
        check_identity(identity, {leaf.pointer for leaf in fields}, model.__name__)
    mappings = tuple(leaf.pointer for leaf in leaves if leaf.kind == "mapping")
    tables = tuple(_tables(model, "", frozenset(mappings)))
    for table in tables:
        check_table(table, {leaf.pointer for leaf in fields}, model.__name__)
    about = about_of(model)
    check_keys(about, {leaf.pointer: leaf.kind for leaf in leaves}, model.__name__)
    return SchemaSpec(
        name or model.__name__,
        model,
        fields,
        identities,
        mappings,
        tables,
        entity=about.entity or None,
        time=about.time or None,
        title=about.title or None,
        across=_across(model, fields, mappings),
    )


def about_of(model: type[BaseModel]) -> About:
    """The model's `about`, or one made from its docstring or name."""
    about = getattr(model, "about", None)
    if isinstance(about, About):
        return about
    doc = (model.__doc__ or "").strip().split("\n")[0]
    return About(doc or model.__name__)


def _walk(
    model: type[BaseModel],
    base: Pointer,
    path: tuple[str, ...],
    inside: tuple[About, ...],
    above: tuple[type[BaseModel], ...],
) -> Iterator[FieldSpec]:
    """The leaf and mapping fields of `model`, which stands at `base` within the models `above`."""
    if model in above:
        raise SchemaError(
            f"{model.__name__} contains itself",
            where=f"{above[0].__name__} at {base}",
            hint="use a list of a plain model instead of a recursive one",
        )
    inside = (*inside, about_of(model))
    for name, info in model.model_fields.items():
        pointer, where = f"{base}/{name}", f"{model.__name__}.{name}"
        kind, item = kind_of(info.annotation, where)
        if kind == "model" and item is not None:
            yield from _walk(item, pointer, (*path, name), inside, (*above, model))
        else:
            extract = _extract(name, info)
            check_extract(extract, model.model_fields, where)
            if item is not None:
                _check_item(item)
            yield FieldSpec(pointer, name, kind, extract, ".".join(path), inside, item)


def _check_item(item: type[BaseModel]) -> None:
    """What is said about the parts of a list's items holds too."""
    for name, info in item.model_fields.items():
        check_extract(_extract(name, info), item.model_fields, f"{item.__name__}.{name}")


def _identities(model: type[BaseModel], base: Pointer) -> Iterator[Identity]:
    for text in about_of(model).identities:
        yield parse_identity(text, base)
    for name, info in model.model_fields.items():
        kind, item = kind_of(info.annotation, f"{model.__name__}.{name}")
        if kind == "model" and item is not None:
            yield from _identities(item, f"{base}/{name}")


def _across(
    model: type[BaseModel], fields: Iterable[FieldSpec], mappings: Sequence[Pointer]
) -> tuple[YearIdentity, ...]:
    about, known = about_of(model), {spec.pointer for spec in fields}
    found = tuple(parse_year_identity(text, base) for text, base in _said_across(model, ""))
    for identity in found:
        check_years(identity, known, mappings, model.__name__)
    if found and not (about.entity and about.time):
        raise SchemaError(
            f"“{found[0].text}” is between years, but the schema does not say which documents are "
            "of one body and of which year",
            where=model.__name__,
            hint="declare entity and time in the About of the outermost model",
        )
    return found


def _said_across(model: type[BaseModel], base: Pointer) -> Iterator[tuple[str, Pointer]]:
    yield from ((text, base) for text in about_of(model).across)
    for name, info in model.model_fields.items():
        kind, item = kind_of(info.annotation, f"{model.__name__}.{name}")
        if kind == "model" and item is not None:
            yield from _said_across(item, f"{base}/{name}")


def _tables(
    model: type[BaseModel], base: Pointer, mappings: frozenset[Pointer]
) -> Iterator[TableSpec]:
    for name, layouts in about_of(model).tables.items():
        mapping = f"{base}/{name}"
        yield TableSpec(name, layouts, mapping if mapping in mappings else None)
    for name, info in model.model_fields.items():
        kind, item = kind_of(info.annotation, f"{model.__name__}.{name}")
        if kind == "model" and item is not None:
            yield from _tables(item, f"{base}/{name}", mappings)


def _extract(name: str, info: FieldInfo) -> Extract:
    for meta in info.metadata:
        if isinstance(meta, Extract):
            return meta
    label = info.title or info.description or name.replace("_", " ")
    return Extract(label, hint=info.description or "")


__all__ = ["FieldSpec", "SchemaSpec", "about_of", "compile_schema"]
