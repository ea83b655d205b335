"""What figures were measured on: figures on other labels, fields or documents are others."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from llmextract.errors import UsageError
from llmextract.evaluation.baseline import Baseline
from llmextract.evaluation.gold import gold_digest, load_gold
from llmextract.evaluation.predictions import by_document, load_predictions
from llmextract.evaluation.result import Evaluation
from llmextract.schema import SchemaSpec
from llmextract.schema.load import load_schema

_RENEW = "if that is meant, write a new baseline in the same change (--write)"


def check_labels(gold: Path, baseline: Baseline) -> None:
    """Raises UsageError if the gold is not the one the baseline was written on."""
    if gold_digest(load_gold(gold)) != baseline.gold_sha256:
        raise UsageError(
            "the labels changed since the baseline was written: write a new one in the same change",
            where=str(gold),
            hint="llmextract gate RUN --write BASELINE",
        )


def check_fields(schema: str, baseline: Baseline) -> None:
    """Raises UsageError if other fields are scored, or otherwise."""
    if fields_digest(load_schema(schema)) != baseline.fields_sha256:
        what = "fields, their types or how they compare changed since the baseline was written"
        raise UsageError(what, where=schema, hint=_RENEW)


def check_documents(found: Evaluation, run: Path, baseline: Baseline) -> None:
    """Raises UsageError unless the run is over the baseline's documents, with the same texts as
    far as both have them."""
    check_covered(run, baseline.documents)
    for name, sha256 in baseline.documents.items():
        text = text_sha256(found, name)
        if sha256 and text and sha256 != text:
            what = f"{name} has another text than when the baseline was written"
            raise UsageError(what, where=str(run), hint=_RENEW)


def check_covered(run: Path, documents: Iterable[str]) -> None:
    """Raises UsageError if a document was not in the run at all; one that failed was in it."""
    documents = list(documents)
    covered = by_document(documents, load_predictions(run))
    if left := [name for name in documents if name not in covered]:
        some = ", ".join(left[:3]) + (" …" if len(left) > 3 else "")
        raise UsageError(
            f"the run is not over the gold's documents: {len(left)} of {len(documents)} are not "
            f"in it ({some})",
            where=str(run),
            hint="extract from all of them",
        )


def text_sha256(found: Evaluation, document: str) -> str:
    """Of a document's text as the run read it; "" if the run does not keep it."""
    text = found.texts.get(document)
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


def fields_digest(schema: SchemaSpec) -> str:
    """The sha256 of what scoring knows of a schema.  Labels and aliases are not part of it: they
    are what a gate puts to the test."""
    fields = [(spec.pointer, spec.kind, spec.extract.compare) for spec in schema.fields]
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()
