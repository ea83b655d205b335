"""Prompts are files: front matter, named blocks, placeholders.

    ---
    version: 1
    purpose: one sentence
    ---
    # system
    …
    # user
    … {text} …

A block runs from its heading line (`# name`) to the next; blank lines around it are dropped.  A
placeholder is a lower-case name in braces; other braces (JSON examples) are plain text.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import yaml

from llmextract.errors import PromptError, UsageError
from llmextract.resources import resource
from llmextract.types import Message

_FRONT = re.compile(r"---\n(.*?\n)---\n(.*)", re.DOTALL)
_HEADING = re.compile(r"^# ([a-z][a-z0-9_]*)[ \t]*$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_DIGIT = re.compile(r"[0-9]")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as read; `sha256` is of the whole file in UTF-8 with `\\n` newlines."""

    name: str
    version: str
    purpose: str
    sha256: str
    blocks: Mapping[str, str]

    @property
    def identity(self) -> str:
        """`version sha256[:12]`, for the manifest."""
        return f"{self.version} {self.sha256[:12]}"

    @property
    def system(self) -> str:
        return self._block("system")

    @property
    def user(self) -> str:
        return self._block("user")

    def render(self, **values: object) -> tuple[Message, Message]:
        """The system and the user message.  Raises PromptError for a placeholder without a value,
        and for a value without a placeholder: nothing that belongs in a prompt is left out."""
        blocks = (self.system, self.user)
        self._check(blocks, values)
        system, user = (_fill(block, values) for block in blocks)
        return Message("system", system), Message("user", user)

    def block(self, name: str, **values: object) -> str:
        """One block, filled.  Raises PromptError as `render` does."""
        text = self._block(name)
        self._check((text,), values)
        return _fill(text, values)

    def _block(self, name: str) -> str:
        if name not in self.blocks:
            raise PromptError(
                f"there is no block “# {name}”",
                where=self.name,
                hint="add the block to the prompt file",
            )
        return self.blocks[name]

    def _check(self, blocks: Iterable[str], values: Mapping[str, object]) -> None:
        wanted = {name for block in blocks for name in _PLACEHOLDER.findall(block)}
        if without := sorted(wanted - set(values)):
            raise PromptError(
                f"no value for the placeholder {{{without[0]}}}",
                where=self.name,
                hint=f"known here: {', '.join(sorted(values)) or 'none'}",
            )
        if unused := sorted(set(values) - wanted):
            raise PromptError(
                f"the placeholder {{{unused[0]}}} is missing",
                where=self.name,
                hint="put it where its text belongs",
            )


def load_prompt(name: str, folder: Path | None = None) -> Prompt:
    """Read the prompt file `name`, e.g. `direct/zh.md`: from `folder` if it has such a file, else
    the one that comes with the package.  Raises PromptError."""
    if folder is not None and (folder / name).is_file():
        return read_prompt(folder / name, name)
    try:
        path = resource("prompts", name)
    except UsageError as error:
        raise PromptError(error.what, where=error.where, hint=error.hint) from error
    return read_prompt(path, name)


def read_prompt(path: Path, name: str = "") -> Prompt:
    """Read any prompt file.  Raises PromptError."""
    name = name or str(path)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PromptError(f"cannot be read: {error}", where=name, hint="use UTF-8") from error
    front, body = _split(text, name)
    blocks = MappingProxyType(_blocks(body, name))
    return Prompt(
        name=name,
        version=str(front["version"]),
        purpose=str(front.get("purpose", "")),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        blocks=blocks,
    )


def estimate_tokens(text: str) -> int:
    """About how many tokens `text` is, erring high: 1 per 1.5 CJK characters (full-width forms
    included), 1 per digit, 1 per 4 other characters."""
    cjk, digits = len(_CJK.findall(text)), len(_DIGIT.findall(text))
    return math.ceil(cjk / 1.5 + digits + (len(text) - cjk - digits) / 4)


def language_of(texts: Iterable[str]) -> str:
    """`zh` if most of the texts (labels of a schema) have a CJK character, else `en`."""
    cjk = [bool(_CJK.search(text)) for text in texts]
    return "zh" if 2 * sum(cjk) > len(cjk) else "en"


def _split(text: str, name: str) -> tuple[Mapping[str, object], str]:
    match = _FRONT.match(text)
    try:
        front = yaml.safe_load(match[1]) if match else None
    except yaml.YAMLError as error:
        raise PromptError(
            f"front matter is not YAML: {error}",
            where=name,
            hint="it lies between two lines of ---",
        ) from error
    if match is None or not isinstance(front, dict) or "version" not in front:
        raise PromptError(
            "has no front matter with a version",
            where=name,
            hint="begin the file with ---, version: 1, purpose: …, ---",
        )
    return front, match[2]


def _blocks(body: str, name: str) -> dict[str, str]:
    parts = _HEADING.split(body)
    names, texts = parts[1::2], parts[2::2]
    if not names or parts[0].strip():
        raise PromptError(
            "does not begin with a block", where=name, hint="begin with “# system” or “# user”"
        )
    if len(set(names)) < len(names):
        raise PromptError("has two blocks of one name", where=name, hint="rename one of them")
    return {block: text.strip("\n") for block, text in zip(names, texts, strict=True)}


def _fill(block: str, values: Mapping[str, object]) -> str:
    return _PLACEHOLDER.sub(lambda match: str(values[match[1]]), block)
