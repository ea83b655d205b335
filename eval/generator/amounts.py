"""What a body did in a year: the numbers of all fields, coherent within and between years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from .bodies import Body, rng_of
from .cases import Case, cases

Number = int | Decimal
WAYS = ("in_person", "fax", "online", "letter")
ENDS = ("upheld", "corrected", "other", "pending")
OUTCOMES = {
    "already_public": 5, "granted": 8, "partly_granted": 2, "refused": 3, "not_this_agency": 4,
    "not_exist": 3, "amend": 2, "other_channel": 1,
}  # fmt: skip
REASONS = {
    "state_secret": 1, "trade_secret": 2, "privacy": 3, "security": 1,
    "not_government_information": 4, "other_law": 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amounts:
    """`fields` by pointer; `cases` are the year's applications one by one, `valid` the normative
    documents in force at the year's end, and `repealed` those that ceased."""

    fields: dict[str, Number]
    cases: tuple[Case, ...]
    valid: int
    repealed: int
    extra: dict[str, int] = field(default_factory=dict)


def history(body: Body, seed: int) -> Iterator[tuple[int, Amounts]]:
    """The years of a body in order: what one carries forward the next has carried over."""
    carried, valid = 0, rng_of(seed, "valid", body.index).randint(5, 60)
    for year in range(body.first, body.last + 1):
        rng = rng_of(seed, "amounts", body.index, year)
        amounts = _year(body, year, carried, valid, rng)
        carried, valid = int(amounts.fields["/applications/carried_forward"]), amounts.valid
        yield year, amounts


def split(total: int, weights: Sequence[float], rng: Random) -> list[int]:
    """`total` in parts, drawn by weight."""
    parts = [0] * len(weights)
    if total > 2000:
        whole = sum(weights)
        parts = [int(total * weight * rng.uniform(0.5, 0.95) / whole) for weight in weights]
    for one in rng.choices(range(len(weights)), weights, k=min(total - sum(parts), 2000)):
        parts[one] += 1
    parts[0] += total - sum(parts)
    return parts


def few(mean: float, rng: Random) -> int:
    """A small count around `mean`, often 0 where it is small."""
    return int(rng.expovariate(1 / mean)) if mean > 0 else 0


def _year(body: Body, year: int, carried: int, valid: int, rng: Random) -> Amounts:
    table = year >= 2019
    found = {
        **_disclosure(body, year, rng), **_response(body, year, rng),
        **_applications(body, carried, rng),
        **_cases_of("/review", body, rng), **_cases_of("/litigation", body, rng),
        **_remedies(body, rng), **_capacity(body, rng), **_proposals(body, rng),
    }  # fmt: skip
    applications = cases(
        int(found["/applications/received"]),
        carried,
        int(found["/applications/carried_forward"]),
        rng,
    )
    if table:  # the form's outcomes are those of the cases, and not the older form's eight
        for name in (*OUTCOMES, *(f"refused_{reason}" for reason in REASONS), "replied"):
            found.pop(f"/applications/{name}")
    made = int(found["/disclosure/normative_issued"])
    repealed = min(valid, few(1.5, rng))
    extra = {"rules": few(2, rng) if body.level in ("central", "province", "prefecture") else 0}
    return Amounts(found, applications, valid + made - repealed, repealed, extra)


def _disclosure(body: Body, year: int, rng: Random) -> dict[str, Number]:
    total = int(60 + body.size * 300 * rng.lognormvariate(0, 0.4) * (1 + (year - 2008) / 20))
    issued = few(body.size * 2.5, rng)
    found = {
        "total": total,
        "normative_issued": issued,
        "normative_disclosed": issued - min(issued, few(0.5, rng)),
        "via_gazette": int(total * rng.uniform(0.01, 0.1)) if body.size > 1 else 0,
        "via_website": int(total * rng.uniform(0.5, 0.9)),
        "via_other": int(total * rng.uniform(0.02, 0.2)),
        "site_visits": int(total * rng.uniform(60, 900)),
        "special_columns": rng.randint(1, 14),
    }
    if year >= 2012:
        found["via_weibo"] = int(total * rng.uniform(0.05, 0.4))
        found["weibo_followers"] = int(500 + body.size * rng.uniform(1000, 40000))
    if year >= 2014:
        found["via_wechat"] = int(total * rng.uniform(0.05, 0.5))
        found["wechat_followers"] = int(300 + body.size * rng.uniform(800, 30000))
    return {f"/disclosure/{name}": number for name, number in found.items()}


def _response(body: Body, year: int, rng: Random) -> dict[str, Number]:
    conferences, interviews = few(body.size * 2, rng), few(body.size * 2, rng)
    found = {
        "hot_topics": few(body.size * 6, rng),
        "press_conferences": conferences,
        "press_conferences_by_head": rng.randint(0, conferences),
        "online_interviews": interviews,
        "online_interviews_by_head": rng.randint(0, interviews),
        "interpretations": 1 + few(body.size * 12, rng),
        "weibo_wechat_responses": few(body.size * 8, rng),
        "other_responses": few(body.size * 3, rng),
        "messages_answered": 3 + few(body.size * 120, rng),
    }
    if year < 2013:
        del found["weibo_wechat_responses"]
    return {f"/response/{name}": number for name, number in found.items()}


def _applications(body: Body, carried: int, rng: Random) -> dict[str, Number]:
    received = 0 if rng.random() < 0.25 / (1 + body.size) else 1 + few(body.size * 14, rng)
    forward = min(received + carried, few(0.6, rng))
    concluded = received + carried - forward
    extended = min(concluded, few(0.7, rng))
    ways = split(received, (2, 0.4, 7, 3), rng)
    outcomes = split(concluded, tuple(OUTCOMES.values()), rng)
    found = {
        "received": received, "carried_over": carried, "carried_forward": forward,
        "concluded": concluded, "on_time": concluded - extended, "extended": extended,
        "replied": concluded, **dict(zip(WAYS, ways, strict=True)),
        **dict(zip(OUTCOMES, outcomes, strict=True)),
    }  # fmt: skip
    reasons = split(found["refused"], tuple(REASONS.values()), rng)
    found |= {f"refused_{name}": n for name, n in zip(REASONS, reasons, strict=True)}
    return {f"/applications/{name}": number for name, number in found.items()}


def _cases_of(group: str, body: Body, rng: Random) -> dict[str, Number]:
    total = few(0.5 * body.size, rng)
    parts = split(total, (6, 2, 2, 1), rng)
    return {
        f"{group}/total": total,
        **{f"{group}/{n}": p for n, p in zip(ENDS, parts, strict=True)},
    }


def _remedies(body: Body, rng: Random) -> dict[str, Number]:
    fees = Decimal(few(3, rng) * 100) if rng.random() < 0.2 else Decimal(0)
    return {
        "/complaints/total": few(0.3 * body.size, rng),
        "/fees/collected": fees,
        "/secrecy/leaks": 1 if rng.random() < 0.03 else 0,
    }


def _capacity(body: Body, rng: Random) -> dict[str, Number]:
    full, part = 1 + few(body.size * 3, rng), few(body.size * 10, rng)
    trainings = few(1 + body.size * 1.5, rng)
    found: dict[str, Number] = {
        "offices": 1 + few(body.size * 2, rng),
        "reading_points": 1 + few(body.size * 4, rng),
        "staff": full + part,
        "staff_full_time": full,
        "staff_part_time": part,
        "budget": Decimal(1000 * (3 + few(body.size * 60, rng))),
        "meetings": 1 + few(1 + body.size * 2, rng),
        "trainings": trainings,
        "trainees": trainings * rng.randint(12, 90),
    }
    return {f"/capacity/{name}": number for name, number in found.items()}


def _proposals(body: Body, rng: Random) -> dict[str, Number]:
    lead, assist = (
        [few(body.size * 9, rng) + 1 for _ in range(2)],
        [few(body.size * 4, rng) for _ in range(2)],
    )
    total = sum(lead) + sum(assist)
    grades = split(sum(lead), (7, 3, 1, 0.3), rng)
    found: dict[str, Number] = {
        "total": total, "npc": lead[0] + assist[0], "cppcc": lead[1] + assist[1],
        "npc_lead": lead[0], "npc_assist": assist[0], "cppcc_lead": lead[1],
        "cppcc_assist": assist[1], "lead": sum(lead), "results_published": rng.randint(0, total),
        "completion_rate": Decimal(100),
        "satisfaction_rate": rng.choice((Decimal(100), Decimal(rng.randint(900, 999)) / 10)),
        **dict(zip(("grade_a", "grade_b", "grade_c", "grade_d"), grades, strict=True)),
    }  # fmt: skip
    return {f"/proposals/{name}": number for name, number in found.items()}
