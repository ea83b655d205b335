"""A gold file's JSON, with what JSON readers usually pass over: a key given twice."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from llmextract.evaluation.gold.faults import Fault
from llmextract.evaluation.gold.labels import Gold
from llmextract.evaluation.gold.parse import parse


def read_labels(file: Path) -> tuple[Gold, list[Fault]]:
    """The labels of one file and its faults of form.  Numbers are int or Decimal."""
    name = str(file)
    doubles: list[str] = []

    def once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                doubles.append(key)
            found[key] = value
        return found

    try:
        data = json.loads(
            file.read_text("utf-8-sig"),
            parse_float=Decimal,
            parse_constant=_refuse,
            object_pairs_hook=once,
        )
    except json.JSONDecodeError as error:
        place = f"{error.lineno}:{error.colno}"
        return _unread(file, place, f"is not JSON: {error.msg}", "mend it there, or just before")
    except UnicodeDecodeError as error:
        return _unread(file, "", f"is not UTF-8 at byte {error.start}", "save it as UTF-8")
    except OSError as error:
        return _unread(file, "", f"cannot be read: {error.strerror}", "check the path")
    except (ValueError, RecursionError) as error:
        return _unread(file, "", f"is not JSON: {error}", "mend it")
    gold, faults = parse(data, name, file.stem)
    hint = "keep one of the two: JSON readers take the last"
    faults += [Fault(name, key, "is given twice", hint, malformed=True) for key in doubles]
    return gold, faults


def gold_files(path: Path) -> list[Path]:
    """The gold files that a path names: itself, or every `*.json` of the folder."""
    return sorted(path.glob("*.json")) if path.is_dir() else [path]


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _unread(file: Path, where: str, what: str, hint: str) -> tuple[Gold, list[Fault]]:
    return Gold(file.stem, {}), [Fault(str(file), where, what, hint, malformed=True)]
