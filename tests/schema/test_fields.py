from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Optional

import pytest
from pydantic import BaseModel, Field

from llmextract.errors import SchemaError
from llmextract.schema import About, Extract, compile_schema


class Line(BaseModel):
    label: str | None = None
    count: int | None = None


class Sums(BaseModel):
    total: Annotated[int | None, Extract("Total", unit="€")] = None
    net: Decimal | None = Field(None, description="before tax")
    vat: float | None = None

    about: ClassVar[About] = About("Sums", identities=("total = net + vat",))


class Invoice(BaseModel):
    """An invoice of a shop."""

    number: str | None = None
    sums: Sums = Sums()
    day: date | None = None
    paid: Optional[bool] = None  # noqa: UP045
    kind: Literal["bill", "reminder"] | None = None
    remarks: list[str] | None = None
    lines: list[Line] | None = None
    cells: dict[str, int] | None = None


def test_leaves_are_listed_in_declared_order_with_their_kinds() -> None:
    """Compiling walks depth first, keeps the order and looks through Optional and Annotated."""
    spec = compile_schema(Invoice)
    assert [(field.pointer, field.kind) for field in spec.fields] == [
        ("/number", "str"),
        ("/sums/total", "int"),
        ("/sums/net", "decimal"),
        ("/sums/vat", "decimal"),
        ("/day", "date"),
        ("/paid", "bool"),
        ("/kind", "str"),
        ("/remarks", "list_str"),
        ("/lines", "list_object"),
    ]
    assert spec.mappings == ("/cells",)
    assert spec.name == "Invoice"


def test_a_field_knows_its_group_its_models_and_its_item() -> None:
    """A leaf carries the dotted group, the About of every model around it, and a list's model."""
    fields = compile_schema(Invoice).by_pointer
    assert fields["/sums/total"].group == "sums"
    assert [about.label for about in fields["/sums/total"].inside] == [
        "An invoice of a shop.",
        "Sums",
    ]
    assert fields["/lines"].item is Line
    assert fields["/number"].item is None


def test_what_is_not_said_comes_from_pydantic() -> None:
    """Without Extract the description or the name serves as the label."""
    fields = compile_schema(Invoice).by_pointer
    assert fields["/sums/net"].label == "before tax"
    assert fields["/sums/total"].label == "Total"
    assert fields["/number"].label == "number"


def test_numeric_fields_are_those_that_hold_numbers() -> None:
    """`numeric` lists int and decimal fields only."""
    names = [field.name for field in compile_schema(Invoice).numeric]
    assert names == ["total", "net", "vat"]


def test_identities_become_pointers_from_the_root() -> None:
    """An identity of a nested model names fields relative to that model."""
    (identity,) = compile_schema(Invoice).identities
    assert identity.pointers == ("/sums/total", "/sums/net", "/sums/vat")


def one_field(annotation: object, extract: Extract | None = None) -> type[BaseModel]:
    kind = annotation if extract is None else Annotated[annotation, extract]
    return type("Sample", (BaseModel,), {"__annotations__": {"x": kind, "y": int | None}})


@pytest.mark.parametrize(
    "annotation",
    [complex, int | str, list[int], list[list[str]], list[Invoice], Literal[1, 2], set[str], bytes],
)
def test_types_that_cannot_be_filled_are_refused(annotation: object) -> None:
    """An unsupported type is an error that names the field and says what to use."""
    with pytest.raises(SchemaError) as caught:
        compile_schema(one_field(annotation))
    assert "not supported" in caught.value.what
    assert caught.value.where
    assert caught.value.hint


@pytest.mark.parametrize(
    ("extract", "word"),
    [
        (Extract("x", pattern="(unclosed"), "cannot be compiled"),
        (Extract("x", pattern=("(fine)", "no group")), "has no group"),
        (Extract("x", choices=(("[", "a"),)), "cannot be compiled"),
        (Extract("x", within="middle"), "within='middle'"),
        (Extract("x", compare="roughly"), "compare='roughly'"),
        (Extract("x", of="z"), "of='z'"),
        (Extract("x", parts_of="z"), "parts_of='z'"),
    ],
)
def test_annotations_that_cannot_work_are_refused(extract: Extract, word: str) -> None:
    """A bad regular expression, place, comparison or sibling is found when compiling."""
    with pytest.raises(SchemaError, match=r"Sample\.x") as caught:
        compile_schema(one_field(str, extract))
    assert word in caught.value.what
    assert caught.value.hint


def test_siblings_may_be_named() -> None:
    """`of` and `parts_of` accept the name of a field of the same model."""
    spec = compile_schema(one_field(str, Extract("x", of="y", choices=((".", "any"),))))
    assert spec.by_pointer["/x"].extract.of == "y"


def test_a_model_without_fields_is_refused() -> None:
    """There is nothing to extract for an empty model."""
    with pytest.raises(SchemaError, match="no fields"):
        compile_schema(type("Empty", (BaseModel,), {}))


class Loop(BaseModel):
    name: str | None = None
    inner: "Loop | None" = None


def test_a_model_that_contains_itself_is_refused() -> None:
    """A recursive model is an error and not an endless loop."""
    with pytest.raises(SchemaError, match="contains itself"):
        compile_schema(Loop)


def test_an_identity_over_an_unknown_field_is_refused() -> None:
    """The error shows the identity and the pointer that is no field."""

    class Wrong(BaseModel):
        a: int | None = None
        about: ClassVar[About] = About("Wrong", identities=("a = b",))

    with pytest.raises(SchemaError) as caught:
        compile_schema(Wrong)
    assert "“a = b”" in caught.value.what
    assert "/b" in caught.value.what


def _about(**keys: str) -> type[BaseModel]:
    class Yearly(BaseModel):
        body: Annotated[str | None, Extract("机构")] = None
        year: Annotated[int | None, Extract("年度")] = None
        issued: Annotated[date | None, Extract("日期")] = None
        about: ClassVar[About] = About("年报", **keys)

    return Yearly


def test_whom_and_when_a_document_is_about_is_carried_as_pointers() -> None:
    """What export makes rows from is known of a compiled schema; undeclared, it is None."""
    spec = compile_schema(_about(entity="/body", time="/issued"))
    assert (spec.entity, spec.time, spec.title) == ("/body", "/issued", None)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ({"entity": "/nobody"}, "entity"),
        ({"entity": "body"}, "not a field"),
        ({"entity": "/year"}, "is int"),
        ({"time": "/body"}, "int or date"),
        ({"title": "/issued"}, "is date"),
    ],
)
def test_rows_cannot_be_made_from_what_is_no_field_of_the_kind(keys, word) -> None:
    """A wrong pointer is found before a document is read."""
    with pytest.raises(SchemaError, match=word):
        compile_schema(_about(**keys))
