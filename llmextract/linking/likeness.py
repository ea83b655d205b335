"""Features from the phrasebook: how like a number's phrase is to those of a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from llmextract.linking.phrasebook import NONE, Likeness
from llmextract.types import Pointer

LIKENESS = ("near", "near_lead", "near_none", "fitted", "fitted_lead", "fitted_none")
"""Of the nearest phrase, and of the fitted map: the field's figure, how far it is ahead of the
best other field that fits the number's unit, and of the phrases that give no field."""


def likeness_features(
    likeness: Likeness, fits: Sequence[Pointer]
) -> dict[Pointer, dict[str, float]]:
    """`LIKENESS` for each of the fields that fit a number."""
    near = _figures(likeness.nearest, fits)
    fitted = _figures(likeness.fitted, fits)
    return {p: dict(zip(LIKENESS, (*near[p], *fitted[p]), strict=True)) for p in fits}


def _figures(
    figures: Mapping[Pointer, float], fits: Sequence[Pointer]
) -> dict[Pointer, tuple[float, float, float]]:
    of = {p: figures.get(p, 0.0) for p in fits}
    ranked = [*sorted(of.values(), reverse=True), 0.0]
    none = figures.get(NONE, 0.0)
    return {
        p: (v, v - (ranked[1] if v == ranked[0] else ranked[0]), v - none) for p, v in of.items()
    }
