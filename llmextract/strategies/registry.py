"""From a name to a strategy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from llmextract.errors import UsageError
from llmextract.strategies.base import Strategy

DEFAULT_STRATEGY = "link"


def make_strategy(name: str = DEFAULT_STRATEGY) -> Strategy:
    """The strategy called `name`, one of `STRATEGIES`.  Raises UsageError."""
    maker = _MAKERS.get(name)
    if maker is None:
        hint = f"known: {', '.join(_MAKERS)}"
        raise UsageError(f"no strategy named {name!r}", where="strategy", hint=hint)
    return maker()


def _direct() -> Strategy:
    from llmextract.strategies.direct import DirectStrategy

    return DirectStrategy()


def _link() -> Strategy:
    from llmextract.strategies.link import LinkStrategy

    return LinkStrategy()


def _rules() -> Strategy:
    from llmextract.strategies.link import LinkStrategy

    return LinkStrategy(use_model=False)


def _direct_groups() -> Strategy:
    from llmextract.strategies.direct import DirectStrategy

    return DirectStrategy(per_group=True)


_MAKERS: Mapping[str, Callable[[], Strategy]] = MappingProxyType(
    {"direct": _direct, "direct-groups": _direct_groups, "link": _link, "rules": _rules}
)
STRATEGIES = tuple(_MAKERS)
