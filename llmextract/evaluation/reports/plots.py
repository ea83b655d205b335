"""Plots as SVG for the page, drawn by matplotlib if it is installed (`llmextract[report]`).

Colours and words are put in as placeholders and become CSS variables and table keys, so that one
drawing serves light and dark, English and Chinese.  The same numbers give the same bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from llmextract.evaluation.reports.words import words

if TYPE_CHECKING:
    from llmextract.evaluation.calibration.measures import Measures

_COLOURS = {
    "#010101": "var(--ink)",
    "#020202": "var(--soft)",
    "#030303": "var(--line)",
    "#040404": "var(--run)",
    "#050505": "var(--gold)",
    "#060606": "var(--bad)",
}
_INK, _SOFT, _LINE, _RUN, _GOLD, _BAD = _COLOURS
_KEY = "word:"


@dataclass(frozen=True, slots=True)
class CostPoint:
    """One run in the plot of cost and accuracy; cost is in tokens (in and out) a document."""

    name: str
    tokens: float
    f1: float
    interval: tuple[float, float] | None


def can_plot() -> bool:
    return find_spec("matplotlib") is not None


def risk_coverage(found: Measures, language: str) -> str:
    """Risk against coverage, and the risk without any choice."""

    def draw(axes: Any) -> None:
        coverage = [point.coverage for point in found.curve]
        risk = [point.risk for point in found.curve]
        axes.plot(coverage, risk, color=_RUN, linewidth=1.8, drawstyle="steps-pre")
        if risk:
            axes.axhline(risk[-1], color=_SOFT, linewidth=1, linestyle=(0, (4, 3)))
            axes.text(0.02, risk[-1], f"{_KEY}overall_risk", color=_SOFT, va="bottom", fontsize=9)
        axes.set(xlim=(0, 1), ylim=(0, max([0.05, *risk]) * 1.15))
        _label(axes, "coverage", "risk")

    return _svg(draw, "risk-coverage", language)


def reliability(found: Measures, language: str) -> str:
    """The share that is right against mean confidence, a dot for each bin, larger for more."""

    def draw(axes: Any) -> None:
        axes.plot([0, 1], [0, 1], color=_SOFT, linewidth=1, linestyle=(0, (4, 3)))
        axes.text(0.97, 0.04, f"{_KEY}perfect", color=_SOFT, fontsize=9, ha="right")
        bins = [one for one in found.reliability if one.values]
        most = max((one.values for one in bins), default=1)
        for one in bins:
            axes.plot([one.confidence] * 2, [one.confidence, one.right], color=_BAD, linewidth=1)
        axes.scatter(
            [one.confidence for one in bins],
            [one.right for one in bins],
            s=[15 + 75 * one.values / most for one in bins],
            color=_RUN,
            zorder=3,
            clip_on=False,
        )
        axes.set(xlim=(0, 1.03), ylim=(0, 1.05))
        _label(axes, "mean_confidence", "share_right")

    return _svg(draw, "reliability", language)


def cost_accuracy(points: Sequence[CostPoint], language: str) -> str:
    """F1 with its interval against tokens a document, one numbered dot a run."""

    def draw(axes: Any) -> None:
        for number, point in enumerate(points, 1):
            if point.interval:
                axes.plot([point.tokens] * 2, point.interval, color=_SOFT, linewidth=1.2)
            axes.scatter([point.tokens], [point.f1], s=60, color=_RUN, zorder=3, clip_on=False)
            axes.annotate(
                str(number),
                (point.tokens, point.f1),
                (8, 4),
                textcoords="offset points",
                color=_INK,
            )
        most = max([point.tokens for point in points], default=1) or 1
        axes.set(xlim=(-0.03 * most, most * 1.12), ylim=(0, 1))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}" if value >= 0 else "")
        _label(axes, "tokens_axis", "f1")

    return _svg(draw, "cost-accuracy", language)


def _label(axes: Any, across: str, up: str) -> None:
    axes.set_xlabel(_KEY + across, color=_INK)
    axes.set_ylabel(_KEY + up, color=_INK)
    axes.grid(visible=True, color=_LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(colors=_INK, length=0)
    for name, spine in axes.spines.items():
        spine.set_visible(name in ("left", "bottom"))
        spine.set_color(_SOFT)


def _svg(draw: Callable[[Any], None], name: str, language: str) -> str:
    """An SVG element: transparent, without fonts, dates or ids that depend on anything else."""
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": name, "font.size": 10}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(5.2, 3.6), layout="constrained")
        FigureCanvasSVG(figure)
        figure.patch.set_alpha(0)
        axes = figure.add_subplot()
        axes.patch.set_alpha(0)
        draw(axes)
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return _for_the_page(out.getvalue(), name, language)


def _for_the_page(svg: str, name: str, language: str) -> str:
    """From the svg tag on, with variables for colours, table words for keys, and ids of its own."""
    svg = svg[svg.index("<svg ") :]
    svg = re.sub(r"<(metadata|style)\b.*?</\1>", "", svg, flags=re.DOTALL)
    for colour, variable in _COLOURS.items():
        svg = svg.replace(colour, variable)
    svg = re.sub(r'\bid="', f'id="{name}-', svg)
    svg = re.sub(r'(url\(#|href="#)', rf"\g<1>{name}-", svg)
    svg = re.sub(r"font-family:[^;\"]*; ?", "", svg)  # the page's own fonts
    size = re.search(r'viewBox="[^"]*"', svg)
    head = f'<svg {size[0] if size else ""} role="img" aria-labelledby="{name}-caption">'
    svg = head + svg[svg.index(">") + 1 :]
    return re.sub(
        rf"(<text\b[^>]*)>{_KEY}(\w+)<",
        lambda found: f'{found[1]} data-w="{found[2]}">{words(language)(found[2])}<',
        svg,
    )
