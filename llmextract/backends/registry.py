"""From `backend:model` to a backend."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from llmextract.backends.base import Backend, Capabilities
from llmextract.backends.local import LocalBackend
from llmextract.backends.openai import OpenAIBackend
from llmextract.backends.scripted import ScriptedBackend
from llmextract.backends.weights import PACKAGED, is_installed
from llmextract.errors import UsageError

DEFAULT_BACKEND = "local:1.5b"


@dataclass(frozen=True, slots=True)
class _Options:
    base_url: str | None
    api_key: str | None = field(repr=False)
    extra_body: Mapping[str, Any] | None
    leave_out: tuple[str, ...]
    timeout: float | None
    concurrency: int | None
    n_ctx: int
    reproducible: bool


@dataclass(frozen=True, slots=True)
class BackendInfo:
    """One line of the list of backends: `installed` says whether it would work now."""

    name: str
    what: str
    installed: bool
    needs: str


def make_backend(
    name: str | None = None,
    *,
    base_url: str | None = None,
    api_key: str | None = None,
    extra_body: Mapping[str, Any] | None = None,
    leave_out: tuple[str, ...] = (),
    timeout: float | None = None,
    concurrency: int | None = None,
    n_ctx: int = 8192,
    reproducible: bool = False,
) -> Backend:
    """The backend called `name`, split at its first colon:

        local · local:1.5b · local:0.5b · local:/path/to/model.gguf
        openai:MODEL (with `base_url`: any compatible server)
        scripted:path.py:function

    None means local:1.5b.  Nothing is started or sent yet.  Each backend takes the options
    that concern it: `timeout` in seconds per try; `concurrency` calls at a time (slots, for a
    local model); `n_ctx` tokens per slot; `reproducible` gives up the reuse of prompt prefixes;
    `leave_out` names request fields the model does not take.  Raises UsageError.
    """
    kind, _, model = (name or DEFAULT_BACKEND).partition(":")
    maker = _MAKERS.get(kind)
    if maker is None:
        known = ", ".join(info.name for info in describe_backends())
        raise UsageError(f"no backend named {kind!r}", where=str(name), hint=f"known: {known}")
    options = _Options(
        base_url, api_key, extra_body, leave_out, timeout, concurrency, n_ctx, reproducible
    )
    return maker(model, options)


def describe_backends() -> tuple[BackendInfo, ...]:
    """All backends, with what each needs.  Looks at files and settings only."""
    engine = find_spec("xllamacpp") is not None
    packaged = (
        BackendInfo(
            f"local:{name}",
            f"{weights.file_name} on this machine",
            engine and is_installed(weights),
            weights.install,
        )
        for name, weights in PACKAGED.items()
    )
    return (
        *packaged,
        BackendInfo(
            "local:PATH.gguf",
            "any GGUF file on this machine",
            engine,
            "pip install 'llmextract[local]' and a GGUF file",
        ),
        BackendInfo(
            "openai:MODEL",
            "OpenAI, or any compatible server given by base_url",
            bool(os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_BASE_URL")),
            "OPENAI_API_KEY, or a base URL",
        ),
        BackendInfo(
            "scripted:PATH.py:FUNCTION",
            "answers from a Python function (tests, dry runs)",
            True,
            "a function from Request to text",
        ),
    )


def _local(model: str, options: _Options) -> Backend:
    return LocalBackend(
        model or "1.5b",
        n_ctx=options.n_ctx,
        n_parallel=options.concurrency or 1,
        reproducible=options.reproducible,
        **_given(timeout=options.timeout),
    )


def _openai(model: str, options: _Options) -> Backend:
    if not model:
        raise UsageError("no model given", where="openai", hint="write openai:MODEL")
    return OpenAIBackend(
        model,
        options.base_url,
        options.api_key,
        extra_body=options.extra_body,
        leave_out=options.leave_out,
        capabilities=Capabilities(logprobs=True, concurrency=options.concurrency or 8),
        **_given(timeout=options.timeout),
    )


def _scripted(model: str, options: _Options) -> Backend:
    file, _, function = model.rpartition(":")
    if not (file and function):
        raise UsageError("no function given", where="scripted", hint="scripted:path.py:function")
    script = _load(Path(file), function)
    capabilities = Capabilities(logprobs=True, concurrency=options.concurrency or 64)
    return ScriptedBackend(script, identity=f"scripted:{model}", capabilities=capabilities)


def _load(path: Path, function: str) -> Any:
    where = f"scripted:{path}:{function}"
    spec = spec_from_file_location(f"llmextract_script_{path.stem}", path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise UsageError("no such Python file", where=where, hint="give the path of a .py file")
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise UsageError(f"the file fails: {error}", where=where, hint="mend it") from error
    script = getattr(module, function, None)
    if not callable(script):
        hint = "define it: def answer(request) -> str"
        raise UsageError(f"no function {function!r} in the file", where=where, hint=hint)
    return script


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


_MAKERS: Mapping[str, Callable[[str, _Options], Backend]] = {
    "local": _local,
    "openai": _openai,
    "scripted": _scripted,
}
