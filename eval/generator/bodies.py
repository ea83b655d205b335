"""The invented bodies: who they are, which house style is theirs, which years they report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .voice import fraction
from .wording import wording

STYLES = 40
_HALLS, _CENTRAL = 5, 1  # styles of provincial departments, of central bodies; the rest of cities
FIRST, LAST = 2008, 2023
TEMPLATES = ("narrative", "stat_2014", "table_2019", "table_2021")
_SHEET = 0.65  # share of bodies with the statistics sheet in 2014–2018
_LATE = 0.04  # share of bodies that write prose only, whatever the form


@dataclass(frozen=True, slots=True)
class Body:
    """`size` scales what it does; `place` is the city or province that it belongs to."""

    index: int
    style: int
    name: str
    level: str
    province: str
    short: str
    city: str
    size: float
    first: int
    last: int


def bodies(seed: int) -> Iterator[Body]:
    """Bodies without end, no two of one name as long as names last."""
    rng = Random(f"{seed}/bodies")  # noqa: S311 - invented reports, no secrets
    names: set[str] = set()
    index = 0
    while True:
        style = rng.choices(range(STYLES), [1 / (1 + n / 15) for n in range(STYLES)])[0]
        body = _body(index, style, seed, rng)
        if body.name in names and rng.random() > 0.01:  # a rare twin rather than an endless search
            continue
        names.add(body.name)
        yield body
        index += 1


def template_of(body: Body, year: int, seed: int) -> str:
    """The form of the body's report of a year."""
    if fraction(seed, "late", body.index) < _LATE or year < 2014:
        return "narrative"
    if year < 2019:
        sheet = fraction(seed, "sheet", body.index) < _SHEET
        return "stat_2014" if sheet else "narrative"
    return "table_2019" if year < 2021 else "table_2021"


def _body(index: int, style: int, seed: int, rng: Random) -> Body:
    words = wording().files["places"]
    province, short = rng_of(seed, style).choice(words["provinces"]).split("|")
    city = _city(seed, style)
    if style >= STYLES - _CENTRAL:
        name, level, size = rng.choice(words["central"]), "central", 5.0
    elif style >= STYLES - _CENTRAL - _HALLS:
        name, level, size = province + rng.choice(words["halls"]), "province", 3.0
    else:
        name, level, size = _local(city, rng)
    first = rng.randint(FIRST, 2016)
    return Body(
        index, style, name, level, province, short, city,
        size * rng.lognormvariate(0, 0.5), first, min(LAST, first + rng.randint(4, 12)),
    )  # fmt: skip


def rng_of(seed: int, *key: object) -> Random:
    """A generator of its own for `key`."""
    return Random("/".join(map(str, (seed, *key))))  # noqa: S311


def _city(seed: int, style: int) -> str:
    words = wording().files["places"]
    first, second = words["first"][0].split(), words["second"][0].split()
    number = (int(fraction(seed, "city") * 280) + style * 53) % (len(first) * len(second))
    return first[number % len(first)] + second[number // len(first)] + "市"


def _local(city: str, rng: Random) -> tuple[str, str, float]:
    words = wording().files["places"]
    first, second = words["first"][0].split(), words["second"][0].split()
    county = rng.choice(first) + rng.choice(second) + rng.choice(("县", "县", "区"))
    town = rng.choice(first) + rng.choice(second)
    department = rng.choice(words["departments"])
    return rng.choice(
        (
            (f"{city}人民政府", "prefecture", 5.0),
            (f"{city}{department}", "prefecture", 1.2),
            (f"{city}{department}", "prefecture", 1.2),
            (f"{county}人民政府", "county", 2.0),
            (f"{county}人民政府办公室", "county", 1.0),
            (f"{county}{department}", "county", 0.5),
            (f"{county}{department}", "county", 0.5),
            (f"{county}{town}镇人民政府", "town", 0.2),
            (f"{county}{town}乡人民政府", "town", 0.15),
        )
    )
