"""The TOML file that describes a matrix."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from llmextract.errors import UsageError

BUNDLED = "bundled"  # the prompts that come with the package
_SCHEMA_FILE = re.compile(r"(?P<path>.+\.py)(?P<model>:[^:/\\]*)?")


class Price(BaseModel):
    """Of a model, a million tokens."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: float
    output: float


class MatrixFile(BaseModel):
    """What a matrix's TOML file says; paths are relative to it.

    name       what its figures are called; default: the file's name
    documents  files, folders or globs
    gold       a folder of gold files, or one
    schemas    bundled names, or file.py:Model
    strategies, backends
    prompts    folders of prompt files; "bundled" are those that come with the package
    cassette   a cassette a setup, with {schema}, {strategy}, {model} and {prompts} in its path;
               calls are replayed from it
    record     add calls that the cassette lacks;  digests: without words of the documents
    optional   without the documents there is nothing to do, and that is no error
    currency, prices   a million tokens, by backend; local models cost nothing
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    documents: list[str] = []
    gold: str = ""
    schemas: list[str] = []
    strategies: list[str] = ["link"]
    backends: list[str] = ["local"]
    prompts: list[str] = [BUNDLED]
    cassette: str = ""
    record: bool = False
    digests: bool = False
    base_url: str = ""
    optional: bool = False
    currency: str = ""
    prices: dict[str, Price] = {}


def read_matrix(path: Path) -> MatrixFile:
    """The file at `path`, its paths as seen from the working folder.  Raises UsageError."""
    hint = "see `llmextract matrix --help`, and eval/matrix.toml for an example"
    try:
        found = MatrixFile.model_validate(tomllib.loads(path.read_text("utf-8")))
    except OSError as error:
        what = f"the matrix cannot be read: {error.strerror}"
        raise UsageError(what, where=str(path), hint=hint) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(str(part) for part in first["loc"])
        raise UsageError(f"{place}: {first['msg']}", where=str(path), hint=hint) from error
    except ValueError as error:
        raise UsageError(f"is no TOML: {error}", where=str(path), hint=hint) from error
    return found.model_copy(update=_moved(found, path))


def _moved(found: MatrixFile, path: Path) -> dict[str, Any]:
    base = path.parent

    def schema(name: str) -> str:
        match = _SCHEMA_FILE.fullmatch(name)
        return f"{base / match['path']}{match['model'] or ''}" if match else name

    return {
        "name": found.name or path.stem,
        "documents": [str(base / name) for name in found.documents],
        "gold": str(base / found.gold) if found.gold else "",
        "schemas": [schema(name) for name in found.schemas],
        "prompts": [name if name == BUNDLED else str(base / name) for name in found.prompts],
        "cassette": str(base / found.cassette) if found.cassette else "",
    }
