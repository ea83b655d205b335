"""Broken identities explained: which numbers, by their fewest, could be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from llmextract.intervals import Interval
from llmextract.pointers import join, split
from llmextract.reconcile.check import operand
from llmextract.reconcile.doubts import Doubts
from llmextract.reconcile.search import FEW, Explanation, explanations
from llmextract.reconcile.system import Cell, System, system_of
from llmextract.schema import Identity, SchemaSpec
from llmextract.types import Finding, Mention, Pointer, Proved


@dataclass(frozen=True, slots=True)
class _Change:
    """What a number would have to be.  `doubt` says why it may have been read wrongly; `place`
    is where that value is printed besides."""

    cell: Cell
    implied: Interval
    doubt: str = ""
    place: Mention | None = None

    @property
    def value(self) -> Decimal | None:
        """The one value that will do; None if there are several."""
        low, high = self.implied.low, self.implied.high
        return low if low == high else None


@dataclass(frozen=True, slots=True)
class _Cause:
    changes: tuple[_Change, ...]
    moved: str

    @property
    def doubtful(self) -> bool:
        return bool(self.moved) or any(change.doubt for change in self.changes)


def diagnose(
    identities: Iterable[Identity],
    values: Mapping[Pointer, Proved],
    blanks: Mapping[Pointer, Proved],
    doubts: Doubts,
) -> Iterator[Finding]:
    """One finding of kind `explained` for each group of broken identities that hang together, if
    few explanations are left: every number that must change, what it would have to be, and which
    identities hold then.

    `source` if nothing else speaks against the numbers; `suspect` if one of them is in doubt, is
    blank, is printed otherwise beside words of its field, or stands beside its column.
    """
    for part in system_of(identities, values, blanks).parts():
        rows = list(_rows(part, doubts.schema))
        found = [_cause(one, part, values, doubts) for one in explanations(part, rows)]
        causes = _telling(found, part)
        if causes:
            yield _finding(causes, part, doubts)


def _rows(system: System, schema: SchemaSpec) -> Iterator[list[int]]:
    """The cells of declared rows, in order of their columns."""
    at = {pointer: n for n, cell in enumerate(system.cells) for pointer in cell.pointers}
    done: set[tuple[int, ...]] = set()
    for table in schema.tables:
        base = split(table.mapping) if table.mapping else ()
        blocks = [block for layout in table.layouts for block in layout.blocks]
        for block in blocks if base else ():
            for row in block.value_rows:
                names = (join((*base, row.name, column.name)) for column in block.columns)
                cells = [at.get(pointer, -1) for pointer in names]
                if sum(cell >= 0 for cell in cells) > 1 and tuple(cells) not in done:
                    done.add(tuple(cells))
                    yield cells


def _cause(
    explanation: Explanation, system: System, values: Mapping[Pointer, Proved], doubts: Doubts
) -> _Cause:
    changes = []
    for at, implied in explanation.changes.items():
        change = _Change(system.cells[at], implied)
        own = [values[p] for p in change.cell.pointers if p in values]
        doubt = "blank" if change.cell.blank else "; ".join(doubts.about(own).values())
        place = _elsewhere(change, system, doubts) if not explanation.moved else None
        if place and not doubt and change.cell.proved.evidence.column is None:
            doubt = f"“{place.raw}” may be meant"
        changes.append(replace(change, doubt=doubt, place=place))
    return _Cause(tuple(changes), explanation.moved)


def _elsewhere(change: _Change, system: System, doubts: Doubts) -> Mention | None:
    """Where the text has the value that a number would have to be."""
    if not change.value:
        return None
    used = {n for rule in system.broken for _, n in rule.terms}
    beside = [system.cells[n].proved for n in used if system.cells[n].proved.evidence.cell is None]
    found = (doubts.elsewhere(p, change.value, beside) for p in change.cell.pointers)
    return next((mention for mention in found if mention is not None), None)


def _telling(causes: Sequence[_Cause], system: System) -> list[_Cause]:
    """The explanations, the doubtful first; only these if the others say no more than that one
    of an identity's numbers is wrong, or if there are too many."""
    doubtful = [cause for cause in causes if cause.doubtful]
    broken = system.broken
    trivial = len(broken) == 1 and len(causes) >= len(broken[0].terms)
    if trivial or len(causes) > FEW:
        return doubtful if len(doubtful) <= FEW and len(doubtful) < len(causes) else []
    return [*doubtful, *(cause for cause in causes if not cause.doubtful)]


def _finding(causes: Sequence[_Cause], system: System, doubts: Doubts) -> Finding:
    broken = system.broken
    said = "; or ".join(_words(cause, doubts) for cause in causes)
    sums = "the broken sum would hold" if len(broken) == 1 else f"{len(broken)} sums would hold"
    blamed = [p for cause in causes for change in cause.changes for p in change.cell.pointers]
    return Finding(
        kind="explained",
        message=f"{said}: then {sums}",
        pointers=tuple(dict.fromkeys(blamed)),
        judgement="suspect" if any(cause.doubtful for cause in causes) else "source",
        detail={
            "explanations": [_plain(cause) for cause in causes],
            "mends": [
                {
                    "identity": rule.identity.text,
                    "pointers": [p for _, n in rule.terms for p in system.cells[n].pointers],
                }
                for rule in broken
            ],
        },
    )


def _words(cause: _Cause, doubts: Doubts) -> str:
    parts = []
    for change in cause.changes:
        label = doubts.label(change.cell.pointers[-1])
        printed = "blank" if change.cell.blank else f"{change.cell.printed:f}"
        words = f"{label} {printed} → {_range(change)}"
        parts.append(words + (f" (“{change.place.raw}” is printed)" if change.place else ""))
    together = ", ".join(parts)
    return f"cells {cause.moved} in their row: {together}" if cause.moved else together


def _range(change: _Change) -> str:
    if change.value is not None:
        return f"{change.value:f}"
    low, high = change.implied.low, change.implied.high
    if not high.is_finite():
        return f"{low:f} or more"
    return f"{high:f} or less" if not low.is_finite() or low <= 0 else f"{low:f} to {high:f}"


def _plain(cause: _Cause) -> dict[str, object]:
    return {
        "changes": [
            {
                **operand(change.cell.proved),
                "pointer": change.cell.pointers[0],
                "implied": change.value,
                "doubt": change.doubt,
                "place": _span(change.place),
            }
            for change in cause.changes
        ],
        "moved": cause.moved,
    }


def _span(mention: Mention | None) -> list[int] | None:
    return [mention.span.start, mention.span.end] if mention else None


__all__ = ["diagnose"]
