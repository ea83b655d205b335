"""What a finished record says about each of its values, beside the strategy's score.

Signals are of a general kind: they know no field, no unit and no document.  All are computed from
the extraction alone, so that a calibrator is fitted on a run folder by the same code that applies
it.
"""

from __future__ import annotations

import bisect
import math
from collections import Counter, defaultdict
from collections.abc import Mapping

from llmextract.types import Evidence, Extraction, Pointer, Reason, Status

ABOUT: Mapping[str, str] = {
    "rivals": "ln(1 + other values that were proposed for the field and lost to this one)",
    "apart": "ln(1 + characters to the nearest evidence of another field of the same group)",
    "broken": "1 if an identity over the field is broken",
    "holds": "1 if an identity over the field holds",
    "zero": "1 if the value is a stated zero",
}
TABLE = "table"
_FARTHEST = 5000  # characters; also where no other field of the group has evidence


def values(extraction: Extraction) -> dict[Pointer, Evidence]:
    """The evidence of the values given.  Items of lists are left out: they are no cells."""
    return {
        pointer: evidence
        for pointer, evidence in extraction.evidence.items()
        if evidence.status in (Status.STATED, Status.STATED_ZERO)
        and not pointer.rpartition("/")[2].isdecimal()
    }


def origin_of(evidence: Evidence) -> str:
    """What the curve for a value goes by: its origin, or `table` for all cells of tables."""
    return TABLE if evidence.column is not None else evidence.origin


def signals(extraction: Extraction) -> dict[Pointer, dict[str, float]]:
    """The signals of `ABOUT` for every value given, by pointer."""
    given = values(extraction)
    lost = Counter(r.pointer for r in extraction.rejected if r.reason == Reason.RIVAL)
    kinds: dict[Pointer, set[str]] = defaultdict(set)
    for finding in extraction.findings:
        for pointer in finding.pointers:
            kinds[pointer].add(finding.kind)
    apart = _distances(given)
    return {
        pointer: {
            "rivals": math.log1p(lost[pointer]),
            "apart": math.log1p(apart[pointer]),
            "broken": float("identity_broken" in kinds[pointer]),
            "holds": float("identity_holds" in kinds[pointer]),
            "zero": float(evidence.status is Status.STATED_ZERO),
        }
        for pointer, evidence in given.items()
    }


def _distances(given: Mapping[Pointer, Evidence]) -> dict[Pointer, int]:
    """Characters from the start of each value's evidence to the nearest of its group."""
    groups: dict[Pointer, list[int]] = defaultdict(list)
    for pointer, evidence in given.items():
        groups[_group(pointer)].append(evidence.start)
    for starts in groups.values():
        starts.sort()
    return {p: _nearest(e.start, groups[_group(p)]) for p, e in given.items()}


def _nearest(start: int, starts: list[int]) -> int:
    """The distance to the nearest of the sorted `starts`, of which one is `start` itself."""
    at = bisect.bisect_left(starts, start)
    beside = starts[max(0, at - 1) : at] + starts[at + 1 : at + 2]
    return min((abs(other - start) for other in beside), default=_FARTHEST)


def _group(pointer: Pointer) -> Pointer:
    return pointer.rpartition("/")[0]


__all__ = ["ABOUT", "TABLE", "origin_of", "signals", "values"]
