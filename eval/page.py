"""Put what a command prints where a page says so, so that no figure is typed.

    python eval/page.py [PAGE] [--only WORD…] [--check]

A page (default: eval/README.md) names the command in a comment, and all up to the end of the block
is the command and what it printed:

    <!-- printed by: python eval/cost.py -->
    <!-- /printed -->

Commands run in the repository's root, with this interpreter's folder first on the PATH.  With
--check nothing is written: exit code 1 if a block is not what its command prints.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(
    r"(?P<open><!-- printed by: (?P<command>.+?) -->\n)(?P<text>.*?)(?P<close>^<!-- /printed -->)",
    re.S | re.M,
)


def main() -> int:
    arguments = _arguments()
    old = arguments.page.read_text("utf-8")
    wanted = [c for c in commands(old) if any(w in c for w in arguments.only or [""])]
    said: dict[str, str] = {}
    for command in wanted:
        print(command, file=sys.stderr, flush=True)
        said[command] = output(command)
        if not arguments.check:  # as each is done: some take long
            text = arguments.page.read_text("utf-8")
            arguments.page.write_text(filled(text, said.get), "utf-8")
    changed = [c for c in wanted if filled(old, {c: said[c]}.get) != old]
    for command in changed:
        print(f"changed: {command}", file=sys.stderr)
    return int(arguments.check and bool(changed))


def commands(page: str) -> list[str]:
    """The commands whose output the page holds, in order."""
    return [block["command"] for block in BLOCK.finditer(page)]


def filled(page: str, said: Callable[[str], str | None]) -> str:
    """The page with what each command said; a block whose command said nothing stays."""

    def block(match: re.Match[str]) -> str:
        printed = said(match["command"])
        if printed is None:
            return match[0]
        shown = printed.strip("\n")
        if not shown.startswith("|"):
            shown = f"```text\n{shown}\n```"
        return f"{match['open']}`{match['command']}`\n\n{shown}\n{match['close']}"

    return BLOCK.sub(block, page)


def output(command: str) -> str:
    """What a command prints to stdout.  Raises SystemExit if it fails: no figure from a failure."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(  # noqa: S602 - commands of our own page
        command, shell=True, cwd=ROOT, env={**os.environ, "PATH": path}, stdout=subprocess.PIPE
    )
    if done.returncode:
        raise SystemExit(f"exit code {done.returncode}: {command}")
    return done.stdout.decode()


def _arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("page", nargs="?", type=Path, default=ROOT / "eval" / "README.md")
    parser.add_argument("--only", nargs="*", help="words of the commands to run")
    parser.add_argument("--check", action="store_true")
    return parser.parse_args(given)


if __name__ == "__main__":
    sys.exit(main())
