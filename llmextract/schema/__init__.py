"""Schemas: what to extract, said as Pydantic models."""

from llmextract.schema.annotations import About, Extract
from llmextract.schema.fields import FieldSpec, SchemaSpec, compile_schema
from llmextract.schema.identities import Identity, YearIdentity, YearTerm
from llmextract.schema.layouts import Block, Column, Layout, Row, Sum, TableSpec
from llmextract.schema.load import bundled_schemas, load_schema
from llmextract.schema.passages import Mark, Passage

__all__ = [
    "About",
    "Block",
    "Column",
    "Extract",
    "FieldSpec",
    "Identity",
    "Layout",
    "Mark",
    "Passage",
    "Row",
    "SchemaSpec",
    "Sum",
    "TableSpec",
    "YearIdentity",
    "YearTerm",
    "bundled_schemas",
    "compile_schema",
    "load_schema",
]
