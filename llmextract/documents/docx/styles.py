"""Styles: what a paragraph or run has from its style and the styles that this is based on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from llmextract.documents.docx.names import child, children, is_on, number, value

_DEEPEST = 20  # styles based on one another


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says; None where it says nothing.  `num` and `level` are those of its list."""

    hidden: bool | None = None
    raised: str | None = None  # superscript, subscript, baseline
    num: str | None = None
    level: int | None = None


class Styles:
    """The styles of a document by id; `root` is that of its styles part, or None."""

    def __init__(self, root: Any) -> None:
        self._elements = {value(e, "styleId") or "": e for e in children(root, "style")}
        self._default = next(
            (
                name
                for name, e in self._elements.items()
                if value(e, "type") == "paragraph" and is_default(e)
            ),
            "",
        )
        self._done: dict[str, Style] = {}

    def of_paragraph(self, name: str | None) -> tuple[str, Style]:
        """The id and the style of a paragraph that names `name`, or none."""
        name = name if name in self._elements else self._default
        return name or "", self.get(name)

    def get(self, name: str | None) -> Style:
        """The style, with what it takes from those it is based on."""
        if name is None or name not in self._elements:
            return Style()
        if name not in self._done:
            self._done[name] = self._resolved(name)
        return self._done[name]

    def _resolved(self, name: str) -> Style:
        found = Style()
        at: str | None = name
        for _ in range(_DEEPEST):
            if at is None or at not in self._elements:
                break
            own = _own(self._elements[at])
            found = Style(
                found.hidden if found.hidden is not None else own.hidden,
                found.raised if found.raised is not None else own.raised,
                found.num if found.num is not None else own.num,
                found.level if found.level is not None else own.level,
            )
            at = value(child(self._elements[at], "basedOn"))
        return found


def is_default(style: Any) -> bool:
    return value(style, "default") in ("1", "true", "on")


def _own(element: Any) -> Style:
    run = child(element, "rPr")
    numbered = child(element, "pPr", "numPr")
    return Style(
        is_on(child(run, "vanish")),
        value(child(run, "vertAlign")),
        value(child(numbered, "numId")),
        number(child(numbered, "ilvl")),
    )


__all__ = ["Style", "Styles"]
