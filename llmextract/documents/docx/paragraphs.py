"""The text of one paragraph: its runs as printed, and the text boxes that hang on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from llmextract.documents.docx.names import child, is_on, local, value
from llmextract.documents.docx.styles import Style, Styles
from llmextract.documents.wording import LOWERED, RAISED

_PASSED_OVER = frozenset((
    "pPr", "rPr", "del", "moveFrom", "instrText", "delText", "delInstrText", "rt", "sdtPr",
    "sdtEndPr", "Fallback", "commentReference", "annotationRef", "footnoteRef", "endnoteRef",
    "pgNum", "object", "fldData", "tblPr", "trPr", "tcPr", "sectPr",
))  # fmt: skip
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_BOXES = frozenset(("txbxContent", "textpath"))
_BEFORE = {"den": "/", "sup": "^"}  # in formulas, where 1 over 2 is not 12


@dataclass(slots=True)
class Notes:
    """The notes referred to so far, kind and id, with their numbers."""

    seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def mark(self, kind: str, name: str) -> str:
        """The raised number of a note."""
        return str(self.seen.setdefault((kind, name), len(self.seen) + 1)).translate(RAISED)


@dataclass(slots=True)
class Paragraph:
    """Its text with `\\n` for breaks and `\\t` for tabs, and its text boxes."""

    text: str
    boxes: list[Any]


class Runs:
    """Reads paragraphs in order of the text: fields and notes go on from one to the next."""

    def __init__(self, styles: Styles) -> None:
        self.notes = Notes()
        self._styles = styles
        self._fields: list[bool] = []  # of each open field: whether its result has begun

    def read(self, paragraph: Any, style: Style) -> Paragraph:
        pieces: list[str] = []
        boxes: list[Any] = []
        raised = style.raised
        stack = list(reversed(paragraph))
        while stack:
            element = stack.pop()
            name = local(element)
            if name in _BOXES:
                boxes.append(element)
            elif name == "AlternateContent":
                stack.extend(reversed(_choice(element)))
            elif name == "t":
                pieces.append(self._shown(element, raised))
            elif name == "r":
                hidden, raised = self._look(element, style)
                if hidden:
                    self._follow_fields(element)
                else:
                    stack.extend(reversed(element))
            elif name in _MARKS or name in _NOTES or name == "sym":
                pieces.append(self._mark(element, name))
            elif name == "fldChar":
                self._field(element)
            elif name not in _PASSED_OVER and not is_placeholder(element, name):
                pieces.append(_BEFORE.get(name, ""))
                stack.extend(reversed(element))
        self._fields = [begun for begun in self._fields if begun]  # no instruction spans paragraphs
        return Paragraph("".join(pieces), boxes)

    def _shown(self, element: Any, raised: str | None) -> str:
        if not all(self._fields):
            return ""
        text: str = (element.text or "").replace("\r", " ").replace("\n", " ")
        if element.get(_SPACE) != "preserve":
            text = text.strip(" \t")
        if raised == "superscript":
            return text.translate(RAISED)
        return text.translate(LOWERED) if raised == "subscript" else text

    def _look(self, run: Any, style: Style) -> tuple[bool, str | None]:
        """Whether a run is hidden, and whether it is raised or lowered: by itself, by its style,
        or by its paragraph's."""
        own = child(run, "rPr")
        if own is None:
            return bool(style.hidden), style.raised
        named = self._styles.get(value(child(own, "rStyle")))
        hidden, raised = is_on(child(own, "vanish")), value(child(own, "vertAlign"))
        hidden = named.hidden if hidden is None else hidden
        raised = named.raised if raised is None else raised
        return (
            bool(style.hidden if hidden is None else hidden),
            style.raised if raised is None else raised,
        )

    def _mark(self, element: Any, name: str) -> str:
        if not all(self._fields):
            return ""
        if name == "sym":
            return _symbol(value(element, "char") or "")
        if name in _NOTES:
            own = value(element, "customMarkFollows") in ("1", "true", "on")
            mark = self.notes.mark(_NOTES[name], value(element, "id") or "")
            return "" if own else mark
        return _MARKS[name]

    def _field(self, element: Any) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _follow_fields(self, run: Any) -> None:
        for element in run.iterchildren("{*}fldChar"):
            self._field(element)


def is_placeholder(element: Any, name: str) -> bool:
    """Whether it is a content control that shows its prompt, as nobody has filled it in."""
    return name == "sdt" and bool(is_on(child(element, "sdtPr", "showingPlcHdr")))


def _choice(element: Any) -> Any:
    """The first of several forms of the same content."""
    chosen = child(element, "Choice")
    chosen = child(element, "Fallback") if chosen is None else chosen
    return () if chosen is None else chosen


def _symbol(code: str) -> str:
    """A character given by number; fonts of symbols use numbers that mean nothing elsewhere."""
    try:
        n = int(code, 16)
    except ValueError:
        return ""
    return chr(n) if 0x20 <= n < 0xD800 else ""


__all__ = ["Notes", "Paragraph", "Runs", "is_placeholder"]
