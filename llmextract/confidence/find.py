"""Which calibrator a run uses: the one that was asked for, or what lies beside the schema."""

from __future__ import annotations

from pathlib import Path

from llmextract.confidence.calibrator import Calibrator
from llmextract.confidence.file import Calibration, load_calibration
from llmextract.errors import UsageError

NONE = "none"
SUFFIX = ".calibration.json"


def find_calibrator(
    given: str | Path | Calibration | None,
    file: Path | None,
    schema: str,
    strategy: str,
    model: str,
) -> Calibrator | None:
    """The calibrator for runs of `schema` with this strategy and model, if one was fitted.

    `given` is a calibration or its file, `none`, or None for the file beside the schema's `file`.
    Raises UsageError for a file that cannot be used, and for one given about another schema.
    """
    if given == NONE:
        return None
    if isinstance(given, Calibration):
        found = given
    elif given is not None:
        found = load_calibration(Path(given))
    else:
        beside = file.with_suffix(SUFFIX) if file is not None else None
        if beside is None or not beside.is_file():
            return None
        found = load_calibration(beside)
    if found.schema == schema:
        return found.pick(strategy, model)
    if given is None:  # it is about another model in the schema's file
        return None
    raise UsageError(
        f"the calibration is about the schema {found.schema!r}, not {schema!r}",
        where="--calibration",
        hint="fit one with `llmextract calibrate`, or go without: --calibration none",
    )


__all__ = ["NONE", "SUFFIX", "find_calibrator"]
