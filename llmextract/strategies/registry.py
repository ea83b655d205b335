"""From a name to a strategy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from llmextract.errors import PromptError, UsageError
from llmextract.strategies.base import Strategy

if TYPE_CHECKING:
    from llmextract.strategies.direct import DirectStrategy
    from llmextract.strategies.link import LinkStrategy
    from llmextract.strategies.point import PointStrategy

DEFAULT_STRATEGY = "link"


def make_strategy(name: str = DEFAULT_STRATEGY, *, prompts: Path | None = None) -> Strategy:
    """The strategy called `name`, one of `STRATEGIES`.

    Prompt files in the folder `prompts` (`link/zh.md` …) take the place of those that come with
    the package.  Raises UsageError, and PromptError if the folder has none that would be used.
    """
    maker = _MAKERS.get(name)
    if maker is None:
        hint = f"known: {', '.join(_MAKERS)}"
        raise UsageError(f"no strategy named {name!r}", where="strategy", hint=hint)
    strategy = maker()
    if prompts is None:
        return strategy
    names = strategy.prompts
    if not any((prompts / file).is_file() for file in names):
        wanted = " or ".join(names)
        raise PromptError(
            f"has no prompt of the strategy {name}",
            where=str(prompts),
            hint=f"put {wanted} there" if wanted else "leave the option out: it asks no model",
        )
    return replace(strategy, folder=prompts)


def _direct() -> DirectStrategy:
    from llmextract.strategies.direct import DirectStrategy

    return DirectStrategy()


def _link() -> LinkStrategy:
    from llmextract.strategies.link import LinkStrategy

    return LinkStrategy()


def _rules() -> LinkStrategy:
    from llmextract.strategies.link import LinkStrategy

    return LinkStrategy(use_model=False)


def _direct_groups() -> DirectStrategy:
    from llmextract.strategies.direct import DirectStrategy

    return DirectStrategy(per_group=True)


def _point() -> PointStrategy:
    from llmextract.strategies.point import PointStrategy

    return PointStrategy()


_MAKERS: Mapping[str, Callable[[], DirectStrategy | LinkStrategy | PointStrategy]] = (
    MappingProxyType(
        {
            "direct": _direct,
            "direct-groups": _direct_groups,
            "link": _link,
            "point": _point,
            "rules": _rules,
        }
    )
)
STRATEGIES = tuple(_MAKERS)
