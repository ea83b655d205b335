"""Schemas: what to extract, said as Pydantic models."""

from llmextract.schema.annotations import About, Extract
from llmextract.schema.fields import FieldSpec, SchemaSpec, compile_schema
from llmextract.schema.identities import Identity

__all__ = ["About", "Extract", "FieldSpec", "Identity", "SchemaSpec", "compile_schema"]
