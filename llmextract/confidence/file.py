"""The calibration file of a schema: readable JSON, one calibrator for each strategy and model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llmextract.confidence.calibrator import Calibrator
from llmextract.confidence.curve import Curve
from llmextract.errors import UsageError

_FORMAT = 1  # raise it when the meaning of a term or signal changes
_AGAIN = "fit it again with `llmextract calibrate`, or go without: --calibration none"


@dataclass(frozen=True, slots=True)
class Calibration:
    """All calibrators of a schema."""

    schema: str
    calibrators: tuple[Calibrator, ...] = ()

    def pick(self, strategy: str, model: str) -> Calibrator | None:
        """The calibrator fitted on runs with this strategy and model, if there is one."""
        for calibrator in self.calibrators:
            if calibrator.strategy == strategy and calibrator.model in ("", model):
                return calibrator
        return None

    def with_calibrator(self, new: Calibrator) -> Calibration:
        """With `new` in the place of what there was for its strategy and model."""
        kept = [c for c in self.calibrators if (c.strategy, c.model) != (new.strategy, new.model)]
        ordered = sorted([*kept, new], key=lambda c: (c.strategy, c.model))
        return Calibration(self.schema, tuple(ordered))


def load_calibration(path: Path) -> Calibration:
    """Read a calibration file.  Raises UsageError if it is missing, or not one."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise UsageError(f"cannot be read: {what}", where=str(path), hint=_AGAIN) from error
    try:
        return read_calibration(text)
    except UsageError as error:
        raise UsageError(error.what, where=str(path), hint=_AGAIN) from error


def read_calibration(text: str) -> Calibration:
    """The calibration that `text` holds.  Raises UsageError."""
    try:
        data = json.loads(text)
        if data["format"] != _FORMAT:
            raise UsageError(f"is of format {data['format']!r}, and {_FORMAT} is known")
        calibrators = tuple(_calibrator(item) for item in data["calibrators"])
        return Calibration(str(data["schema"]), calibrators)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"{type(error).__name__}: {error}"
        raise UsageError(f"is not a calibration file ({said})") from error


def save_calibration(calibration: Calibration, path: Path) -> None:
    """Write a calibration file, whole or not at all.  Raises UsageError."""
    data = {
        "format": _FORMAT,
        "schema": calibration.schema,
        "calibrators": [_plain(calibrator) for calibrator in calibration.calibrators],
    }
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    temporary = path.with_name(f".{path.name}.new")
    try:
        temporary.write_text(text, "utf-8")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(
            f"cannot be written: {error.strerror}", where=str(path), hint="name another file"
        ) from error


def _plain(calibrator: Calibrator) -> dict[str, Any]:
    return {
        "strategy": calibrator.strategy,
        "model": calibrator.model,
        "curves": {
            origin: {
                "method": curve.method,
                **({"weights": dict(curve.weights)} if curve.weights else {}),
                **({"knots": [list(knot) for knot in curve.knots]} if curve.knots else {}),
                "fitted": dict(curve.fitted),
            }
            for origin, curve in sorted(calibrator.curves.items())
        },
    }


def _calibrator(data: Mapping[str, Any]) -> Calibrator:
    curves = {str(origin): _curve(item) for origin, item in data["curves"].items()}
    return Calibrator(str(data["strategy"]), str(data["model"]), curves)


def _curve(data: Mapping[str, Any]) -> Curve:
    return Curve(
        method=str(data["method"]),
        weights=dict(data.get("weights", {})),
        knots=tuple((x, y) for x, y in data.get("knots", ())),
        fitted=dict(data.get("fitted", {})),
    )


__all__ = ["Calibration", "load_calibration", "read_calibration", "save_calibration"]
