"""Errors found deep in a document, told with its place."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from llmextract.errors import DocumentError


@contextlib.contextmanager
def placed(where: str) -> Iterator[None]:
    """Give `where` to a DocumentError that has none."""
    try:
        yield
    except DocumentError as error:
        if error.where:
            raise
        raise DocumentError(error.what, where=where, hint=error.hint) from error


__all__ = ["placed"]
