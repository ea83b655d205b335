"""Names in WordprocessingML, whichever of its namespaces (transitional, strict) they are in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_OFF = frozenset(("0", "false", "off"))


def local(element: Any) -> str:
    """An element's name without its namespace; `` for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str = "val") -> str | None:
    """The attribute `name`; None if there is no element or no such attribute."""
    if element is None:
        return None
    for key, text in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(text)
    return None


def number(element: Any, name: str = "val") -> int | None:
    """The attribute as a number of at most six digits; None if it is none."""
    text = (value(element, name) or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def child(element: Any, *path: str) -> Any:
    """The first child of a name, and its first child of the next …; None if there is none."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren("{*}" + name), None)
    return element


def children(element: Any, name: str) -> Iterator[Any]:
    if element is not None:
        yield from element.iterchildren("{*}" + name)


def is_on(element: Any) -> bool | None:
    """A switch (`w:vanish`): None if it is not there."""
    return None if element is None else value(element) not in _OFF


__all__ = ["child", "children", "is_on", "local", "number", "value"]
