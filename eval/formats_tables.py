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
    if any(reading.planted for reading in readings):
        yield from _errors_of_sources(readings, formats)
    yield from _lost_and_false(readings, formats)
    failed = [reading for reading in readings if reading.error]
    if failed:
        yield f"\n{len(failed)} files were not read, the first: {failed[0].page} {failed[0].error}"
    quotes = sum(reading.quotes for reading in readings)
    yield f"\n{len(readings)} files read; quotes that are not in the text: {quotes}"


def _undamaged(readings: Sequence[Reading], formats: Sequence[str]) -> Iterator[str]:
    yield from _head("undamaged: cells right / wrong / missing (reports)", formats)
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
    if "text" not in formats or len(formats) < 2:
        return
    text = {reading.page: reading.values for reading in readings if reading.format == "text"}
    yield from _head("undamaged", [format_ for format_ in formats if format_ != "text"])
    cells = []
    for format_ in formats:
        if format_ == "text":
            continue
        own = [(r.values, text[r.page]) for r in readings if r.format == format_]
        differ = [sum(a.get(key) != b.get(key) for key in {*a, *b}) for a, b in own]
        cells.append(f"{differ.count(0)} of {len(own)}, {sum(differ)} fields")
    yield _line("records as of the text file; fields that differ", *cells)


def _by_damage(readings: Sequence[Reading], formats: Sequence[str]) -> Iterator[str]:
    kinds = list(dict.fromkeys(reading.damage for reading in readings))
    names = ("right", "wrong, told", "wrong, silent", "missing, told", "missing, silent")
    yield from _head("damaged: cells", ("files", *names))
    for kind in [*sorted(kinds), "all"]:
        own = [r for r in readings if kind in (r.damage, "all")]
        sums = _sum(own)
        total = max(1, sums.total())
        shares = [f"{sums[o]} ({sums[o] / total:.1%})" for o in _OUTCOMES]
        yield _line(kind, len(own), *shares)
    yield from _head("damaged: cells right", formats)
    for kind in [*sorted(kinds), "all"]:
        cells = []
        for format_ in formats:
            own = [r for r in readings if kind in (r.damage, "all") and r.format == format_]
            sums = _sum(own)
            cells.append(f"{sums[RIGHT] / sums.total():.1%}" if sums else "")
        yield _line(kind, *cells)


def _errors_of_sources(readings: Sequence[Reading], formats: Sequence[str]) -> Iterator[str]:
    names = ("planted", "found", "held against the source", "cell named", "missed")
    yield from _head("errors planted in sources", names)
    for format_ in formats:
        own = [r for r in readings if r.format == format_ and r.planted]
        found = Counter(reading.planted for reading in own)
        named = sum(reading.named for reading in own)
        yield _line(
            format_, len(own), found["source"] + found["suspect"], found["source"], named,
            found["missed"],
        )  # fmt: skip


def _lost_and_false(readings: Sequence[Reading], formats: Sequence[str]) -> Iterator[str]:
    names = ("lost tables", "told of", "undamaged reports", "source blamed", "reading suspected")
    yield from _head("tables lost, and broken sums where none is", names)
    for format_ in formats:
        own = [reading for reading in readings if reading.format == format_]
        lost = [sum(reading.lost[n] for reading in own) for n in (0, 1)]
        clean = [r for r in own if r.damage == WHOLE]
        alarms = [sum(r.alarms[j] for r in clean) for j in ("source", "suspect")]
        yield _line(format_, *lost, len(clean), *alarms)


def _sum(readings: Sequence[Reading]) -> Counter[str]:
    total: Counter[str] = Counter()
    for reading in readings:
        total.update(reading.cells)
    return total


def _head(first: str, names: Sequence[str]) -> Iterator[str]:
    yield ""
    yield _line(first, *names)
    yield "|--|" + "--:|" * len(names)


def _line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"
