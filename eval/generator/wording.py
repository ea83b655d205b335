"""The phrases, read from phrases/*.txt: `[section]` lines head the lines that belong to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "phrases"


@dataclass(frozen=True, slots=True)
class Noun:
    """What a denial of a field's events denies; `kind` says which denials fit."""

    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the plan: `share` of the bodies report `head`, with `others` as its `parts`
    or merely beside it."""

    share: float
    head: str
    others: tuple[str, ...]
    parts: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """All phrases: of fields, of what is denied, and of everything else by file and section."""

    fields: dict[str, tuple[str, ...]]
    zeros: dict[str, tuple[str, ...]]
    nouns: dict[str, Noun]
    files: dict[str, dict[str, tuple[str, ...]]]
    plan: dict[str, tuple[Sentence, ...]]

    def of(self, file: str, section: str) -> tuple[str, ...]:
        return self.files[file][section]


@cache
def wording() -> Wording:
    """The phrases of the folder `phrases/`."""
    files = {file.stem: _sections(file) for file in sorted(FOLDER.glob("*.txt"))}
    fields: dict[str, tuple[str, ...]] = {}
    zeros: dict[str, tuple[str, ...]] = {}
    nouns: dict[str, Noun] = {}
    for sections in files.values():
        for name, lines in sections.items():
            pointer, _, rest = name.partition(" ")
            if not pointer.startswith("/"):
                continue
            if rest.startswith("noun "):
                nouns[pointer] = Noun(rest.removeprefix("noun "), lines)
            elif rest == "zero":
                zeros[pointer] = lines
            else:
                fields[pointer] = fields.get(pointer, ()) + lines
    plan = {name: tuple(map(_sentence, lines)) for name, lines in files["plan"].items()}
    return Wording(fields, zeros, nouns, files, plan)


def _sections(file: Path) -> dict[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            lines = sections.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return {name: tuple(lines) for name, lines in sections.items()}


def _sentence(line: str) -> Sentence:
    share, head, *others = line.split()
    return Sentence(float(share), head, tuple(others[1:]), others[:1] == [":"])
