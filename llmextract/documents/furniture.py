"""What surrounds the text of a page: scripts, navigation, menus, footers, hidden parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_NEVER_TEXT = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas",
    "audio", "video", "map", "select", "datalist", "button", "input", "textarea", "link", "meta",
)  # fmt: skip
_TAGS = frozenset(("nav", "aside", "menu"))
_ROLES = frozenset(("navigation", "menu", "menubar", "search", "contentinfo", "complementary"))
_NAMES = frozenset((
    "nav", "navbar", "navigation", "menu", "submenu", "topmenu", "mainmenu", "breadcrumb",
    "breadcrumbs", "crumb", "crumbs", "sidebar", "footer", "foot", "copyright", "pagination",
    "pager", "share", "toolbar", "friendlink", "friendlinks",
))  # fmt: skip
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])", re.I)
_LISTS = frozenset(("ul", "ol", "dl", "div", "p", "table", "td"))
_LARGEST = 0.5  # share of the page's text from which nothing is furniture


@dataclass(slots=True)
class _Size:
    """Characters in an element, those within links, and links; whether it holds a heading of the
    first level, and a table."""

    text: int = 0
    linked: int = 0
    links: int = 0
    headed: bool = False
    tabled: bool = False

    def add(self, other: _Size) -> None:
        self.text += other.text
        self.linked += other.linked
        self.links += other.links


def drop_furniture(body: Any) -> None:
    """Take out of `body` what is not the page's own text.

    What holds a heading of the first level, or half of the text, stays whatever it is called:
    class names are not chosen for readers.
    """
    for element in list(body.iterdescendants(*_NEVER_TEXT)):
        _drop(element)
    sizes = _measure(body)
    whole = max(sizes[body].text, 1)
    stack = [(child, False) for child in body]
    while stack:
        element, in_article = stack.pop()
        size = sizes[element]
        small = size.text < _LARGEST * whole and not size.headed
        if small and _is_furniture(element, size, in_article):
            _drop(element)
        else:
            inside = in_article or element.tag in ("article", "main")
            stack.extend((child, inside) for child in element)


def _drop(element: Any) -> None:
    """Empty it, which leaves the text behind it alone: taking it out would copy that text."""
    element.clear(keep_tail=True)
    element.tag = "span"


def _is_furniture(element: Any, size: _Size, in_article: bool) -> bool:
    if _is_hidden(element) or element.tag in _TAGS or element.get("role") in _ROLES:
        return True
    if element.tag == "footer" and not in_article:
        return True
    if _named_so(element) and not size.tabled:
        return True
    return element.tag in _LISTS and _is_menu(size)


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _named_so(element: Any) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return any(word.lower() in _NAMES for word in _WORD.findall(names))


def _is_menu(size: _Size) -> bool:
    """Nearly nothing but links, and these short."""
    return size.links >= 4 and size.linked >= 0.8 * size.text and size.linked <= 16 * size.links


def _measure(body: Any) -> Mapping[Any, _Size]:
    """The size of every element, from the leaves up."""
    sizes: dict[Any, _Size] = {}
    for element in reversed(list(body.iter())):
        size = _Size(text=_length(element.text), tabled=element.tag == "table")
        for child in element:
            size.add(sizes[child])
            size.text += _length(child.tail)
            size.headed |= sizes[child].headed or child.tag == "h1"
            size.tabled |= sizes[child].tabled
        if element.tag == "a":
            size.linked, size.links = size.text, 1
        sizes[element] = size
    return sizes


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


__all__ = ["drop_furniture"]
