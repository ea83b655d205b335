"""Strategies by name."""

import subprocess
import sys

import pytest

from llmextract.errors import UsageError
from llmextract.strategies.registry import STRATEGIES, make_strategy


def test_an_unknown_name_is_a_usage_error_that_names_the_known() -> None:
    """A misspelt strategy is said before anything is read or asked."""
    with pytest.raises(UsageError, match=f"known: {', '.join(STRATEGIES)}"):
        make_strategy("lnik")


@pytest.mark.parametrize("name", STRATEGIES)
def test_each_name_makes_a_strategy_of_that_name(name) -> None:
    """What a name makes calls itself so, and names its prompts if it asks a model."""
    strategy = make_strategy(name)
    assert strategy.name == name
    assert bool(strategy.prompts) == (name != "rules")


def test_the_names_are_known_without_loading_a_strategy() -> None:
    """Looking at the registry imports no strategy."""
    code = "import sys, llmextract.strategies.registry; "
    code += "print([m for m in sys.modules if m.endswith(('direct', 'link', 'instructor'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
