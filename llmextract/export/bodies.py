"""Which bodies the documents are about: one body, whatever its spelling.

Spellings that differ in form only are one name (`export.names`).  A name that lacks a prefix
(`教育厅` beside `某某省教育厅`) is taken for the fuller one if

- it is the end of no other body's name in the panel,
- each of its documents names the prefix somewhere in its text, and
- no two different documents would then be about one body in one year.

What is short of this stays apart, with a note.  Nothing here knows what bodies are called.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from llmextract.export.names import endings, folded


@dataclass(frozen=True, slots=True)
class Seen:
    """A document that names its body.  `text` tells documents apart (a digest of their text);
    `place` is where it stands, for the one who looks into it."""

    spelling: str
    year: int | None
    text: str
    place: Hashable


@dataclass(frozen=True, slots=True)
class Body:
    """`documents` are the texts about it, with their years."""

    body_id: str
    name: str
    spellings: tuple[str, ...]
    documents: Mapping[str, int | None]
    merged: bool
    note: str

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({year for year in self.documents.values() if year is not None}))


@dataclass(slots=True)
class _Group:
    """Documents under one folded name; `root` is the name that it is taken for."""

    root: str
    spellings: Counter[str] = field(default_factory=Counter)
    documents: dict[str, int | None] = field(default_factory=dict)
    places: list[Hashable] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Bodies:
    """The bodies of a panel.

    `given` says which body a spelling means, and comes before all rules; `names(place, prefix)`
    says whether the document at `place` has the folded `prefix` in its text.
    """

    def __init__(
        self,
        seen: Iterable[Seen],
        names: Callable[[Hashable, str], bool],
        given: Mapping[str, str] | None = None,
    ) -> None:
        self._given = {folded(spelling): body for spelling, body in (given or {}).items()}
        self._fixed = {folded(body): body for body in self._given.values()}
        self._groups: dict[str, _Group] = {}
        for one in seen:
            self._add(one)
        self._members = {fold: [group] for fold, group in self._groups.items()}
        self._merge(names)
        self._bodies = {root: self._body(root) for root in self._members}

    def of(self, spelling: str | None) -> Body | None:
        """The body that a spelling of the panel means."""
        group = self._groups.get(self._fold(spelling)) if spelling else None
        return self._bodies[group.root] if group else None

    def all(self) -> list[Body]:
        """All bodies, by name."""
        return sorted(self._bodies.values(), key=lambda body: (body.name, body.body_id))

    def _fold(self, spelling: str) -> str:
        fold = folded(spelling)
        return folded(self._given[fold]) if fold in self._given else fold

    def _add(self, one: Seen) -> None:
        fold = self._fold(one.spelling)
        if not fold:
            return
        group = self._groups.setdefault(fold, _Group(fold))
        group.spellings[one.spelling] += one.text not in group.documents
        if group.documents.get(one.text) is None:
            group.documents[one.text] = one.year
        group.places.append(one.place)

    def _merge(self, names: Callable[[Hashable, str], bool]) -> None:
        fuller: dict[str, list[str]] = {}
        for fold in sorted(self._groups):
            for ending in endings(fold):
                if ending in self._groups and ending not in self._fixed:
                    fuller.setdefault(ending, []).append(fold)
        for short in sorted(fuller, key=lambda name: (-len(name), name)):
            roots = {self._groups[full].root for full in fuller[short]}
            why_not = self._objection(short, roots, fuller[short], names)
            group = self._groups[short]
            if why_not:
                group.notes.append(f"not taken for {self._shown(roots)}: {why_not}")
                continue
            (group.root,) = roots
            self._members[group.root] += self._members.pop(short)
            self._groups[group.root].notes.append(
                f"“{self._name(short)}” was taken for it: no other name ends so, "
                "and its documents name the prefix"
            )

    def _objection(
        self,
        short: str,
        roots: set[str],
        fuller: Iterable[str],
        names: Callable[[Hashable, str], bool],
    ) -> str:
        """Why the body called `short` may be another one; empty if nothing speaks against it."""
        if len(roots) > 1:
            return "several names end so"
        (root,) = roots
        group, others = self._groups[short], self._documents(root)
        own = {y for text, y in group.documents.items() if text not in others and y is not None}
        theirs = {y for text, y in others.items() if text not in group.documents}
        if own & theirs:
            return f"both have a document of {min(own & theirs)}"
        prefixes = [full.removesuffix(short) for full in fuller]
        if not all(any(names(place, prefix) for prefix in prefixes) for place in group.places):
            return "its documents do not all name the prefix"
        return ""

    def _documents(self, root: str) -> dict[str, int | None]:
        return {t: year for g in self._members[root] for t, year in g.documents.items()}

    def _body(self, root: str) -> Body:
        groups = self._members[root]
        spellings = {spelling for group in groups for spelling in group.spellings}
        return Body(
            f"b{hashlib.sha256(root.encode()).hexdigest()[:11]}",  # no sheet takes it for a number
            self._name(root),
            tuple(sorted(spellings)),
            self._documents(root),
            len(groups) > 1,
            "; ".join(note for group in groups for note in group.notes),
        )

    def _name(self, fold: str) -> str:
        """How a name is shown: as given, or in its most frequent spelling."""
        if fold in self._fixed:
            return self._fixed[fold]
        counts = self._groups[fold].spellings
        return min(counts, key=lambda spelling: (-counts[spelling], spelling))

    def _shown(self, folds: Iterable[str]) -> str:
        return ", ".join(f"“{self._name(fold)}”" for fold in sorted(folds))
