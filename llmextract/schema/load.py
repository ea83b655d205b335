"""Schemas by name or by file: `disclosure_report`, `schemas/invoice.py:Invoice`."""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from pydantic import BaseModel

from llmextract.errors import SchemaError
from llmextract.resources import resource_folder
from llmextract.schema.fields import SchemaSpec, compile_schema
from llmextract.schema.passages import read_passages

_FILE = re.compile(r"(?P<path>.+\.py)(?::(?P<model>[^:/\\]*))?")


def load_schema(spec: str) -> SchemaSpec:
    """The schema that `spec` names: a bundled schema, or a model as `path/to/file.py:Model`.

    A schema's file is run; modules beside it can be imported by their plain names.  The passages
    of its phrasebook, if there is one, are read from the folder `<file without .py>.phrasebook`.
    Raises SchemaError if the name, the file, the model, a field, an identity or a mark is wrong.
    """
    match, path = _FILE.fullmatch(spec), schema_file(spec)
    model = (match["model"] or "") if match else _camel(spec)
    name = model if match else spec
    where = f"{path}:{model}".rstrip(":") if match else spec
    found = _model(_run(path), model, where)
    try:
        schema = compile_schema(found, name)
    except SchemaError as error:
        within = f"{where} ({error.where})" if error.where else where
        raise SchemaError(error.what, where=within, hint=error.hint) from error
    known = {field.pointer for field in schema.fields}
    return replace(schema, passages=read_passages(path.with_suffix(".phrasebook"), known))


def schema_file(spec: str) -> Path:
    """The file of the schema that `spec` names.  Raises SchemaError for an unknown bundled name."""
    match = _FILE.fullmatch(spec)
    return Path(match["path"]) if match else _bundled(spec)


def bundled_schemas() -> list[str]:
    """The names of the schemas that come with the package, in order."""
    return sorted(path.stem for path in resource_folder("schemas").glob("[!_]*.py"))


def _bundled(name: str) -> Path:
    known = bundled_schemas()
    if name in known:
        return resource_folder("schemas") / f"{name}.py"
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    advice = f"did you mean {close[0]}? " if close else ""
    raise SchemaError(
        "no bundled schema has this name",
        where=name or "(empty)",
        hint=f"{advice}there are: {', '.join(known)}; your own: path/to/file.py:Model",
    )


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _run(path: Path) -> ModuleType:
    """The module made by running the file at `path`."""
    if not path.is_file():
        raise SchemaError(
            "there is no such file", where=str(path), hint="check the path, or use a bundled name"
        )
    path = path.resolve()
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:8]
    spec = importlib.util.spec_from_file_location(f"schema_{path.stem}_{digest}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Pydantic looks a class's module up here to resolve its annotations.
    sys.modules[module.__name__] = module
    try:
        with _importable(path.parent):
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[module.__name__]
        raise _raised(error, path) from error
    return module


@contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """Modules in `folder` can be imported; afterwards they are forgotten, so that another
    schema's modules of the same names are not taken for them."""
    before = set(sys.modules)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        for name in set(sys.modules) - before:
            if _lies_in(sys.modules[name], folder):
                del sys.modules[name]


def _lies_in(module: ModuleType, folder: Path) -> bool:
    file = getattr(module, "__file__", None)
    ours = module.__name__.partition(".")[0] == "llmextract"  # a checkout may lie in the folder
    return file is not None and not ours and Path(file).is_relative_to(folder)


def _raised(error: BaseException, path: Path) -> SchemaError:
    """What a schema's file raised, with the innermost line of its folder that was running."""
    place = str(path)
    if isinstance(error, SyntaxError) and error.filename:
        place = f"{error.filename}:{error.lineno}"
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if Path(frame.filename).is_relative_to(path.parent):
                place = f"{frame.filename}:{frame.lineno}"
    what = f"the file cannot be run: {type(error).__name__}: {error}"
    return SchemaError(what, where=place, hint="make `python` run it without an error")


def _model(module: ModuleType, name: str, where: str) -> type[BaseModel]:
    found = getattr(module, name, None) if name else None
    if isinstance(found, type) and issubclass(found, BaseModel):
        return found
    models = ", ".join(
        key
        for key, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, BaseModel)
        and value.__module__ == module.__name__
    )
    if not name:
        what = "the name of the model is missing"
    elif found is None:
        what = f"the file has no {name}"
    else:
        what = f"{name} is no Pydantic model but {found!r}"
    raise SchemaError(
        what, where=where, hint=f"write file.py:Model; models there: {models or 'none'}"
    )


__all__ = ["bundled_schemas", "load_schema", "schema_file"]
