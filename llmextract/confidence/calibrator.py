"""The calibrator of one strategy and model, and what it does to an extraction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from llmextract.confidence.curve import Curve
from llmextract.confidence.signals import origin_of, signals
from llmextract.types import Extraction

_DIGITS = 4  # of a confidence


@dataclass(frozen=True, slots=True)
class Calibrator:
    """One curve for each origin of values (`link/local:1.5b@…`, `spans/pattern`, `table`) of runs
    with `strategy` and `model`; an empty model stands for any.  What has no curve keeps its score.
    """

    strategy: str
    model: str
    curves: Mapping[str, Curve]

    @property
    def digest(self) -> str:
        """16 hex digits that change when any confidence could."""
        said = {
            origin: [dict(curve.weights), list(curve.knots)]
            for origin, curve in self.curves.items()
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def scored(extraction: Extraction, calibrator: Calibrator | None) -> Extraction:
    """`extraction` as a strategy left it, each confidence kept as `score` and then calibrated.

    Without a calibrator, or a curve for a value's origin, the confidence stays the score.
    """
    known = signals(extraction) if calibrator is not None else {}
    evidence = {}
    for pointer, item in extraction.evidence.items():
        score = confidence = item.confidence
        curve = calibrator.curves.get(origin_of(item)) if calibrator is not None else None
        if curve is not None and pointer in known:
            probability = curve.probability(score, known[pointer])
            confidence = score if probability is None else round(probability, _DIGITS)
        evidence[pointer] = replace(item, confidence=confidence, score=score)
    return replace(extraction, evidence=evidence)


__all__ = ["Calibrator", "scored"]
