"""From an HTML page to lines of text: a line a block, a line a table row."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from llmextract.documents.furniture import drop_furniture
from llmextract.documents.html_tables import is_data_table, rows_of
from llmextract.documents.wording import LOWERED, RAISED, join, squeeze, tidy
from llmextract.errors import DocumentError

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
_TAG = re.compile(r"""<([a-z][\w-]*+)(?>=\s*+"[^"]*"|=\s*+'[^']*'|[^>])*+""", re.I)
_LONG_TAG, _MOST_ATTRIBUTES = 10_000, 1_000
_MOST_TAGS = 300_000  # a page has some thousand
_SITE = re.compile(r"\s*[_|｜»>]+\s*|\s+[-–—]+\s+|--+")


def html_to_text(page: str) -> str:
    """The page's text, without scripts, styles, navigation and hidden parts.

    Runs of white space are one space, as a browser shows them.  The title is the first line if
    the body does not have it.  Raises DocumentError, without its place, for a page too large or
    nested too deeply to be one.
    """
    root = _parsed(page)
    if root is None:
        return ""
    title = squeeze(root.findtext(".//title") or "")
    body = root.find("body")
    if body is None:
        return title
    drop_furniture(body)
    lines = _Lines()
    lines.walk(body)
    text = lines.text()
    return text if _has(text, title) else f"{title}\n{text}".rstrip("\n")


def _parsed(page: str) -> Any:
    """The page's root; None if there is nothing in it."""
    if page.count("<") > _MOST_TAGS:
        raise DocumentError(
            f"has more than {_MOST_TAGS:,} tags", hint="split the page, or leave it out"
        )
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = lxml_html.document_fromstring(_TAG.sub(_bounded, page).encode(), parser=parser)
    except etree.ParserError:
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise DocumentError("is nested too deeply", hint="give a page whose tables are closed")
    return root


def _bounded(tag: re.Match[str]) -> str:
    """A tag, without attributes if it has too many: the parser's time grows with their square."""
    if len(tag[0]) < _LONG_TAG or len(tag[0].split()) < _MOST_ATTRIBUTES:
        return tag[0]
    return f"<{tag[1]}"


def _has(text: str, title: str) -> bool:
    """Whether the body says the title, or the part of it that is not the site's name."""
    bare = re.sub(r"\s", "", text)
    longest = max(_SITE.split(title), key=len)
    return re.sub(r"\s", "", title) in bare or re.sub(r"\s", "", longest) in bare


class _Lines:
    """Collects text; `_break` ends a line, and empty lines never come out."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._open: list[str] = []

    def text(self) -> str:
        self._break()
        return "\n".join(self._done)

    def walk(self, root: Any) -> None:
        """Go through the tree under `root` without recursion: pages can be nested deeply."""
        stack: list[tuple[Any, bool]] = [(root, True)]
        while stack:
            element, entering = stack.pop()
            if not entering:
                self._leave(element, root)
            elif element.tag == "table" and is_data_table(element):
                self._table(element)
                self._add(element.tail if element is not root else None)
            else:
                self._enter(element)
                stack.append((element, False))
                stack.extend((child, True) for child in reversed(element))

    def _enter(self, element: Any) -> None:
        if element.tag == "br" or element.tag in _BLOCKS:
            self._break()
        if element.tag == "pre":
            self._done.extend(line for line in element.text_content().split("\n") if line.strip())
            for child in list(element):
                element.remove(child)
            return
        self._add(_shifted(element))

    def _leave(self, element: Any, root: Any) -> None:
        if element.tag in _BLOCKS:
            self._break()
        if element is not root:
            self._add(element.tail)

    def _table(self, table: Any) -> None:
        self._break()
        for caption in table.iterchildren("caption"):
            self._add(caption.text_content())
            self._break()
        self._done += ["\t".join(row) for row in rows_of(table, _cell_text)]

    def _add(self, text: str | None) -> None:
        if text:
            self._open.append(text)

    def _break(self) -> None:
        line = tidy("".join(self._open))
        self._open.clear()
        if line:
            self._done.append(line)


def _cell_text(cell: Any) -> str:
    lines = _Lines()
    lines.walk(cell)
    return join([part.replace("\t", " ") for part in lines.text().split("\n")])


def _shifted(element: Any) -> str | None:
    """The element's own text; digits of a footnote mark must not join the number before it."""
    text: str | None = element.text
    if text and element.tag == "sup":
        return text.translate(RAISED)
    return text.translate(LOWERED) if text and element.tag == "sub" else text


__all__ = ["html_to_text"]
