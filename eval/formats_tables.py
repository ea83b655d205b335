"""The figures of eval/formats.py as Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from formats_cells import MISSING, MISSING_TOLD, RIGHT, TOLD, WRONG, Reading
from generator.damage import PLANTED, WHOLE

_OUTCOMES = (RIGHT, TOLD, WRONG, MISSING_TOLD, MISSING)


def tables(readings: Sequence[Reading], formats: Sequence[str]) -> Iterator[str]:
    """All tables, and the errors of files that could not be read."""
    whole = [reading for reading in readings if reading.damage == WHOLE]
    rest = [r for r in readings if r.damage not in (WHOLE, PLANTED)]
    if whole:
        yield from _undamaged(whole, formats)
        yield from _like_text(whole, formats)
    if rest:
        yield from _by_damage(rest, formats)
    yield from _errors_of_sources(readings, formats)
    failed = [reading for reading in readings if reading.error]
    if failed:
        yield f"\n{len(failed)} files were not read, the first: {failed[0].page} {failed[0].error}"
    quotes = sum(reading.quotes for reading in readings)
    yield f"\n{len(readings)} files read; quotes that are not in the text: {quotes}"


def _undamaged(readings: Sequence[Reading], formats: Sequence[str]) -> Iterator[str]:
    yield "\nUndamaged: cells right / wrong / missing (reports)\n"
    yield from _head("form", formats)
    forms = list(dict.fromkeys(reading.form for reading in readings))
    for form in [*forms, "all"]:
        cells = []
        for format_ in formats:
            own = [r for r in readings if r.format == format_ and form in (r.form, "all")]
            sums = _sum(own)
            wrong, missing = sums[TOLD] + sums[WRONG], sums[MISSING_TOLD] + sums[MISSING]
            cells.append(f"{sums[RIGHT]} / {wrong} / {missing} ({len(own)})")
        yield _line(form, *cells)


def _like_text(readings: Sequence[Reading], formats: Sequence[str]) -> Iterator[str]:
    """Whether the record is that of the same report as text, prose and all."""
    if "text" not in formats:
        return
    text = {reading.page: reading.values for reading in readings if reading.format == "text"}
    yield "\nUndamaged: records that are those of the text file, and fields that differ\n"
    yield from _head("", [format_ for format_ in formats if format_ != "text"])
    cells = []
    for format_ in formats:
        if format_ == "text":
            continue
        own = [(r.values, text[r.page]) for r in readings if r.format == format_]
        differ = [sum(a.get(key) != b.get(key) for key in {*a, *b}) for a, b in own]
        cells.append(f"{differ.count(0)} of {len(own)}, {sum(differ)} fields")
    yield _line("same", *cells)


def _by_damage(readings: Sequence[Reading], formats: Sequence[str]) -> Iterator[str]:
    kinds = list(dict.fromkeys(reading.damage for reading in readings))
    yield "\nDamaged: cells by outcome; told = a finding names the cell, or the row that lacks it\n"
    names = ("right", "wrong, told", "wrong, silent", "missing, told", "missing, silent")
    yield from _head("damage", ("files", *names))
    for kind in [*sorted(kinds), "all"]:
        own = [r for r in readings if kind in (r.damage, "all")]
        sums = _sum(own)
        total = max(1, sums.total())
        shares = [f"{sums[o]} ({sums[o] / total:.1%})" for o in _OUTCOMES]
        yield _line(kind, len(own), *shares)
    yield "\nDamaged: share of cells right, by format\n"
    yield from _head("damage", formats)
    for kind in [*sorted(kinds), "all"]:
        cells = []
        for format_ in formats:
            own = [r for r in readings if kind in (r.damage, "all") and r.format == format_]
            sums = _sum(own)
            cells.append(f"{sums[RIGHT] / sums.total():.1%}" if sums else "")
        yield _line(kind, *cells)


def _errors_of_sources(readings: Sequence[Reading], formats: Sequence[str]) -> Iterator[str]:
    yield "\nErrors planted in sources, tables lost, and alarms over reports without either\n"
    names = ("planted", "found", "held against the source", "missed", "lost tables", "told of")
    yield from _head("format", (*names, "reports without", "false: source", "false: suspect"))
    for format_ in formats:
        own = [reading for reading in readings if reading.format == format_]
        planted = Counter(reading.planted for reading in own if reading.planted)
        found = planted["source"] + planted["suspect"]
        lost = [sum(reading.lost[n] for reading in own) for n in (0, 1)]
        clean = [r for r in own if r.damage == WHOLE]
        alarms = [sum(r.alarms[j] for r in clean) for j in ("source", "suspect")]
        yield _line(
            format_, planted.total(), found, planted["source"], planted["missed"],
            *lost, len(clean), *alarms,
        )  # fmt: skip


def _sum(readings: Sequence[Reading]) -> Counter[str]:
    total: Counter[str] = Counter()
    for reading in readings:
        total.update(reading.cells)
    return total


def _head(first: str, names: Sequence[str]) -> Iterator[str]:
    yield _line(first, *names)
    yield "|--|" + "--:|" * len(names)


def _line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
