"""Pages whose figures are printed by the commands they name."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "eval"))
import page  # noqa: E402 - eval/ is no package

TEXT = """# Figures
<!-- printed by: echo '| a |' -->
old
<!-- /printed -->
between
<!-- printed by: echo 'b' -->
<!-- /printed -->
"""


def test_a_block_is_its_command_and_what_that_printed():
    """Tables stand as they are, other output as a listing; what is around the blocks stays."""
    assert page.commands(TEXT) == ["echo '| a |'", "echo 'b'"]
    filled = page.filled(TEXT, page.output)
    assert "`echo '| a |'`\n\n| a |\n<!-- /printed -->\nbetween" in filled
    assert "`echo 'b'`\n\n```text\nb\n```\n" in filled
    assert "old" not in filled
    assert page.filled(filled, page.output) == filled


def test_a_command_that_fails_changes_nothing():
    """There is no figure from a failure."""
    with pytest.raises(SystemExit, match="exit code 3"):
        page.output("exit 3")


def test_check_writes_nothing_and_tells_by_its_exit_code(tmp_path, monkeypatch):
    """With --check a stale page stays as it is, and the exit code is 1; a fresh one gives 0."""
    path = tmp_path / "page.md"
    path.write_text(TEXT, "utf-8")
    monkeypatch.setattr(sys, "argv", ["page.py", str(path), "--check"])
    assert page.main() == 1
    assert path.read_text("utf-8") == TEXT
    monkeypatch.setattr(sys, "argv", ["page.py", str(path)])
    page.main()
    monkeypatch.setattr(sys, "argv", ["page.py", str(path), "--check"])
    assert page.main() == 0


def test_every_block_of_the_bundled_page_has_been_filled():
    """Each block of eval/README.md shows its command, and something that it printed."""
    text = (ROOT / "eval" / "README.md").read_text("utf-8")
    blocks = list(page.BLOCK.finditer(text))
    assert blocks
    for block in blocks:
        assert block["text"].startswith(f"`{block['command']}`\n\n")
        assert len(block["text"].splitlines()) > 3
