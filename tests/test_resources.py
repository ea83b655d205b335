import pytest

from llmextract.errors import UsageError
from llmextract.resources import resource, resources


def test_every_listed_resource_is_found():
    """Whatever is listed can be opened by its name."""
    names = resources("prompts")
    assert "direct/zh.md" in names
    assert all(resource("prompts", name).is_file() for name in names)


@pytest.mark.parametrize("name", ["direct/xx.md", "../pyproject.toml", "direct", ""])
def test_other_names_are_refused(name):
    """A missing file, a folder and a path out of the folder are refused, with the known names."""
    with pytest.raises(UsageError, match=r"direct/zh\.md"):
        resource("prompts", name)


def test_other_kinds_are_refused():
    """Only the known kinds have resources."""
    with pytest.raises(UsageError, match="schemas or prompts"):
        resource("cassettes", "a.yaml")
