"""The record as one puzzle: which number goes to which field, all settled together.

A mixed-integer program (scipy's HiGHS).  Each scored pair is a 0/1 variable; a field takes at most
one number and a number serves one field (more if the text says it holds for several).  A sum that
holds among chosen values earns a bonus, a part greater than its whole costs one: identities are
soft, since documents break their own sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from llmextract.schema import Identity
from llmextract.sums import Pair, Sum, sums_of
from llmextract.types import Pointer

BREAKS = 3.0  # log-odds that a subset larger than its whole costs


@dataclass(frozen=True, slots=True)
class Chosen:
    """A settled pair.  `support` is the bonus of the sums that hold with it, in log-odds."""

    pair: Pair
    support: float


def settle(
    pairs: Sequence[Pair], identities: Sequence[Identity], capacity: Mapping[int, int] | None = None
) -> list[Chosen]:
    """The best set of pairs.  Only pairs with a positive score, or a sum's help, are chosen."""
    pairs = [p for p in pairs if p.score > -3.0]
    if not pairs:
        return []
    by_field: dict[Pointer, list[int]] = defaultdict(list)
    by_mention: dict[int, list[int]] = defaultdict(list)
    for n, pair in enumerate(pairs):
        by_field[pair.pointer].append(n)
        by_mention[pair.mention].append(n)
    sums = [s for i in identities if i.operator == "=" for s in sums_of(i, pairs, by_field)]
    clashes = [c for i in identities for c in _clashes(i, pairs, by_field)]
    chosen, holding = _program(pairs, by_field, by_mention, capacity or {}, sums, clashes)
    support: dict[Pointer, float] = defaultdict(float)
    for total in holding:
        for pointer, value in total.values.items():
            if value is not None:
                support[pointer] += total.bonus
    return [Chosen(pairs[n], support[pairs[n].pointer]) for n in chosen]


def _clashes(
    identity: Identity, pairs: Sequence[Pair], by_field: Mapping[Pointer, list[int]]
) -> Iterator[tuple[int, int]]:
    """Pairs that would make a part larger than its whole: a subset, or a part of a sum of 0."""
    if len(identity.left) != 1 or any(sign < 0 for sign, _ in (*identity.left, *identity.right)):
        return
    (_, left), others = identity.left[0], [pointer for _, pointer in identity.right]
    if identity.operator == "<=" and len(others) != 1:
        return
    for other in others:
        part, whole = (left, other) if identity.operator == "<=" else (other, left)
        for a in by_field.get(part, ()):
            for b in by_field.get(whole, ()):
                denied = pairs[b].value == 0 or identity.operator == "<="
                if denied and pairs[a].value > pairs[b].value:
                    yield a, b


def _program(
    pairs: Sequence[Pair],
    by_field: Mapping[Pointer, list[int]],
    by_mention: Mapping[int, list[int]],
    capacity: Mapping[int, int],
    sums: Sequence[Sum],
    clashes: Sequence[tuple[int, int]],
) -> tuple[list[int], list[Sum]]:
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    n, s = len(pairs), len(sums)
    size = n + s + len(clashes)
    rows: list[tuple[dict[int, float], float]] = []  # Σ coefficient·x ≤ limit
    rows += [(dict.fromkeys(columns, 1.0), 1.0) for columns in by_field.values()]
    rows += [
        (dict.fromkeys(columns, 1.0), float(capacity.get(m, 1)))
        for m, columns in by_mention.items()
    ]
    for k, total in enumerate(sums):
        for pointer, value in total.values.items():
            columns = by_field.get(pointer, [])
            if value is None:
                rows.append(({n + k: 1.0, **dict.fromkeys(columns, 1.0)}, 1.0))
            else:
                holding = {c: -1.0 for c in columns if pairs[c].value == value}
                rows.append(({n + k: 1.0, **holding}, 0.0))
    groups: dict[tuple[Pointer, ...], list[int]] = defaultdict(list)
    for k, total in enumerate(sums):
        groups[tuple(total.values)].append(n + k)
    rows += [(dict.fromkeys(columns, 1.0), 1.0) for columns in groups.values()]
    rows += [({a: 1.0, b: 1.0, n + s + k: -1.0}, 1.0) for k, (a, b) in enumerate(clashes)]
    gain = np.array([p.score for p in pairs] + [t.bonus for t in sums] + [-BREAKS] * len(clashes))
    entries = [(r, c, v) for r, (line, _) in enumerate(rows) for c, v in line.items()]
    at_row, at_column, values = zip(*entries, strict=True)
    matrix = coo_array((values, (at_row, at_column)), shape=(len(rows), size)).tocsr()
    limits = np.array([limit for _, limit in rows])
    result = milp(
        -gain,
        constraints=LinearConstraint(matrix, -np.inf, limits),
        integrality=np.ones(size),
        bounds=Bounds(0, 1),
        options={"time_limit": 20.0, "mip_rel_gap": 1e-4},
    )
    if result.x is None:
        return [], []
    on = result.x > 0.5
    return [i for i in range(n) if on[i]], [sums[k] for k in range(s) if on[n + k]]


__all__ = ["Chosen", "Pair", "settle"]
