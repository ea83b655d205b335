"""Strategies by name."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from llmextract.backends.scripted import ScriptedBackend
from llmextract.errors import PromptError, UsageError
from llmextract.jobs import settings_of
from llmextract.resources import resource
from llmextract.strategies.registry import STRATEGIES, make_strategy
from tests.making import SCHEMA


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


def _other_prompt(folder: Path, name: str = "link/en.md") -> Path:
    """A folder with one bundled prompt, worded otherwise and of another version."""
    text = resource("prompts", name).read_text("utf-8")
    path = folder / name
    path.parent.mkdir(parents=True)
    path.write_text(re.sub(r"version: .*", "version: mine", text, count=1), "utf-8")
    return folder


def test_prompts_of_a_folder_take_the_place_of_the_bundled_ones(tmp_path) -> None:
    """What the folder has is used and named in the strategy's prompts; the rest is bundled."""
    given = make_strategy("link", prompts=_other_prompt(tmp_path))
    bundled = make_strategy("link")
    assert given.prompts["link/en.md"].startswith("mine ")
    assert given.prompts["link/en.md"] != bundled.prompts["link/en.md"]
    assert given.prompts["link/zh.md"] == bundled.prompts["link/zh.md"]


def test_where_prompts_lie_is_no_setting_but_what_they_say_is(tmp_path) -> None:
    """The same prompts in another folder make the same settings; other prompts make others."""
    one, two = (_other_prompt(tmp_path / name) for name in ("one", "two"))
    backend = ScriptedBackend([])
    keys = {
        settings_of(SCHEMA, make_strategy("link", prompts=folder), backend).key
        for folder in (one, two)
    }
    assert len(keys) == 1
    assert settings_of(SCHEMA, make_strategy("link"), backend).key not in keys


@pytest.mark.parametrize("name", ["direct", "rules"])
def test_a_folder_without_a_prompt_that_would_be_used_is_refused(tmp_path, name) -> None:
    """Nobody tries a prompt that is not used: a folder for another strategy is an error."""
    with pytest.raises(PromptError, match=f"no prompt of the strategy {name}"):
        make_strategy(name, prompts=_other_prompt(tmp_path))
