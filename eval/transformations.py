"""The same report with another surface: what a person reads in it stays the same.

Each transformation takes a text and a seed and gives a text; nothing else is looked at.  What a
page puts around a report (menus, counters, footers) stands in `furniture`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from furniture import FOOTERS, INDEXES, MENUS, SIDES

from llmextract.fold import fold
from llmextract.segment import segment

Transformation: TypeAlias = Callable[[str, int], str]

WIDTH = 38  # characters of a line of PDF text; a Chinese one is two columns wide
_HAN = "\u3400-\u9fff"
_WIDE = MappingProxyType({ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789.,%()/:;!?+-|#"})
_ROW_CELL = re.compile(rf"[^{_HAN}]*[条件个次人篇期份项宗元万（）()]{{0,4}}")
_COLUMNS = re.compile(r"\t|[|｜]|(?<=\S)(?: {2,}|\u3000+)(?=\S)|[\d)）] +[\d(（-]")
_LIST_MARK = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,2}[）)、．.]")
_PROSE = re.compile(r"[，。；：]")
_DATE_LINE = re.compile(
    r"[（(]?(?:[12]\d{3}|[一二][〇○零OＯ0一二三四五六七八九]{3})年.{1,3}月.{1,3}日[）)]?"
)
_LONG_NUMBER = re.compile(
    rf"(?<![\d.,A-Za-z〔\[/:：-])(?:\d{{1,3}}(?:,\d{{3}})+|\d{{4,6}})(?=[{_HAN}])(?!年)"
    r"|(?<=\t)\d{4,9}(?=\t|$)"
)
_HANGING = "，。；：、）》”"  # no line begins with these
_WORD = re.compile(rf"(?:[0-9A-Za-z.,%]+|.)[{_HANGING}]*")
_BESIDE = re.compile(rf"(?<=\d)(?=[{_HAN}％%])|(?<=[{_HAN}])(?=\d)")


@dataclass(frozen=True, slots=True)
class _Heading:
    """A line that is a heading and nothing else; offsets of the whole line, its end included."""

    level: int
    start: int
    end: int


def sections_reordered(text: str, seed: int) -> str:
    """The sections of the outermost level in another order; title and head stay first, and what
    stands from the signature on stays last."""
    body, tail = _signed(text)
    headings = _headings(body)
    outermost = min((h.level for h in headings), default=0)
    starts = [h.start for h in headings if h.level == outermost]
    if len(starts) < 3:
        return text
    sections = [body[a:b] for a, b in zip(starts, [*starts[1:], len(body)], strict=True)]
    sections = [section.rstrip("\n") + "\n\n" for section in sections]
    mixed = _mixed(sections, _random(seed))
    return body[: starts[0]] + "".join(mixed) + tail


def headings_dropped(text: str, seed: int) -> str:
    """Without the lines that are headings and nothing else; rows of tables stay."""
    kept, at = [], 0
    for heading in _headings(text):
        kept.append(text[at : heading.start])
        at = heading.end
    return "".join([*kept, text[at:]])


def full_width(text: str, seed: int) -> str:
    """Digits, and ASCII punctuation that has a full-width form, as full-width characters."""
    return text.translate(_WIDE)


def spaced_numbers(text: str, seed: int) -> str:
    """Blanks inside numbers (1 234, 1, 234) and between digits and Chinese, as PDF text has them;
    not in lines whose columns are parted by blanks."""
    rng = _random(seed)
    return "".join(
        line if _columns_by_blanks(line) else _spaced(line, rng)
        for line in text.splitlines(keepends=True)
    )


def hard_wrapped(text: str, seed: int) -> str:
    """Prose broken into lines of `WIDTH` characters, inside words and numbers too."""
    return _broken(text, _cut)


def typeset(text: str, seed: int) -> str:
    """Prose broken into lines of twice `WIDTH` columns, numbers and Latin words kept whole, and
    no stop at the beginning of a line."""
    return _broken(text, _filled)


def web_page(text: str, seed: int) -> str:
    """A menu, an index block and a row of functions ahead, links and a footer behind, with
    counters, telephone numbers and licences of the site's own."""
    rng = _random(seed)
    menu, index, side, footer = (rng.choice(kind) for kind in (MENUS, INDEXES, SIDES, FOOTERS))
    visits, reads = f"{rng.randint(10**6, 10**7)}", f"{rng.randint(100, 9999)}"
    page = f"{menu}\n{index}\n\n{text.strip(chr(10))}\n\n{side}\n{footer}\n"
    return page.replace("VISITS", visits).replace("READS", reads)


def other_bytes(text: str, seed: int) -> str:
    """A byte order mark, CR LF at the ends of lines, and blanks that do not break."""
    return "\ufeff" + text.replace(" ", "\u00a0").replace("\n", "\r\n")


def all_at_once(text: str, seed: int) -> str:
    """Every transformation, one after the other, in the order of the table."""
    for change in _SINGLE.values():
        text = change(text, seed)
    return text


_SINGLE: Mapping[str, Transformation] = MappingProxyType(
    {
        "sections reordered": sections_reordered,
        "headings dropped": headings_dropped,
        "full-width digits and punctuation": full_width,
        "spaces inside numbers": spaced_numbers,
        "lines of 38 characters": hard_wrapped,
        "lines of 76 columns": typeset,
        "menus, index block and footer": web_page,
        "BOM, CR LF, no-break spaces": other_bytes,
    }
)
TRANSFORMATIONS: Mapping[str, Transformation] = MappingProxyType(
    {**_SINGLE, "all of these at once": all_at_once}
)


def _random(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same every time, and no secret


def _headings(text: str) -> list[_Heading]:
    return list(_heading_lines(text))


def _heading_lines(text: str) -> Iterator[_Heading]:
    for section in segment(fold(text))[1:]:
        span = section.heading_span
        start = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", span.end)
        end = end + 1 if end >= 0 else len(text)
        alone = not text[start : span.start].strip() and not text[span.end : end].strip("： :\n")
        if alone and not _is_row(text, start, end):
            yield _Heading(section.level, start, end)


def _is_row(text: str, start: int, end: int) -> bool:
    """Whether a line is a row of a table: it has columns, ends in a number, or its cell stands
    in the next line; or it has none, and stands between two other rows."""
    line = text[start:end].strip()
    below = [other.strip() for other in text[end : end + 200].split("\n") if other.strip()]
    above = text[:start].rstrip("\n").rpartition("\n")[2].strip()
    if _COLUMNS.search(line) or line[-1:].isdigit() or (below and _ROW_CELL.fullmatch(below[0])):
        return True
    cells = len(below) > 1 and (_COLUMNS.search(below[0]) or _ROW_CELL.fullmatch(below[1]))
    inside = above and (_COLUMNS.search(above) or _ROW_CELL.fullmatch(above))
    return bool(inside and cells and _LIST_MARK.match(below[0]))


def _signed(text: str) -> tuple[str, str]:
    """The text up to the signature, and the rest: a line that is a date, in the latter half, with
    the name in the line before it."""
    lines = text.splitlines(keepends=True)
    for n in range(len(lines) - 1, len(lines) // 2, -1):
        if _DATE_LINE.fullmatch(re.sub(r"\s", "", lines[n])):
            before = next((m for m in range(n - 1, 0, -1) if lines[m].strip()), n)
            name = lines[before].strip()
            named = len(name) <= 30 and not _PROSE.search(name) and not name[-1].isdigit()
            at = before if named else n
            return "".join(lines[:at]).rstrip("\n") + "\n", "".join(lines[at:])
    return text.rstrip("\n") + "\n", ""


def _mixed(sections: Sequence[str], rng: random.Random) -> list[str]:
    """In an order that is not the same."""
    mixed = list(sections)
    while mixed == list(sections):
        rng.shuffle(mixed)
    return mixed


def _columns_by_blanks(line: str) -> bool:
    return "\t" not in line and not _PROSE.search(line) and bool(re.search(r"\d +\d", line))


def _spaced(line: str, rng: random.Random) -> str:
    marks = (" ",) if "\t" in line else (" ", ", ", "")
    line = _LONG_NUMBER.sub(lambda m: _grouped(m[0], rng.choice(marks)), line)
    return _BESIDE.sub(lambda m: rng.choice((" ", "")), line)


def _grouped(number: str, mark: str) -> str:
    return f"{int(number.replace(',', '')):,}".replace(",", mark) if mark else number


def _broken(text: str, lines: Callable[[str], Iterator[str]]) -> str:
    """Every line of prose as the lines that `lines` makes of it.  Tables stay as they are, and so
    does a text that is broken already."""
    if not any(len(line) > 2 * WIDTH and _PROSE.search(line) for line in text.splitlines()):
        return text
    done = []
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\n")
        prose = _PROSE.search(bare) and not re.search(r"[\t|｜]|\S {2,}\S", bare)
        done.append("\n".join(lines(bare)) + line[len(bare) :] if prose else line)
    return "".join(done)


def _cut(line: str) -> Iterator[str]:
    for at in range(0, len(line), WIDTH):
        yield line[at : at + WIDTH]


def _filled(line: str) -> Iterator[str]:
    done, width = "", 0
    for word in _WORD.findall(line):
        columns = sum(1 + (ord(c) > 0x2E7F or c in "“”—…") for c in word.rstrip("，。；：、）》”"))
        if width + columns > 2 * WIDTH:
            yield done
            done, width = "", 0
        done, width = (
            done + word,
            width + columns + 2 * (len(word) - len(word.rstrip("，。；：、）》”"))),
        )
    yield done
