"""All checks of one document."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from llmextract.reconcile.check import blanks_of, check
from llmextract.reconcile.diagnose import diagnose
from llmextract.reconcile.doubts import Doubts, number
from llmextract.schema import Identity, SchemaSpec
from llmextract.types import Analysis, Finding, Pointer, Proved


def reconcile(
    schema: SchemaSpec,
    proved: Iterable[Proved],
    analysis: Analysis,
    *,
    identities: Sequence[Identity] = (),
    contested: Collection[Pointer] = (),
    doubted: Mapping[Pointer, str] | None = None,
) -> list[Finding]:
    """Check the schema's identities, and further `identities` over any proved pointers.

    An identity is checked if all operands are present; a sum with parts missing is still broken
    if the parts that are there exceed the total.  Judgements: `holds`; `source`, broken although
    every operand has confidence 0.8 or more and its number stands alone for the field; `suspect`
    otherwise.  `contested` are fields known to have rivals; others are looked for in the text;
    `doubted` are cells of tables that were read with a reservation, and which.

    Kinds: `identity_holds`; `identity_broken`; `identity_with_blanks`, a sum over a table's cells
    that holds only if blanks are no zeros; `explained`, the fewest numbers whose change would make
    all identities hold.
    """
    given = list(proved)
    values = {p.pointer: p for p in given if number(p) is not None}
    every = (*schema.identities, *identities)
    blanks = blanks_of(every, values, given)
    doubts = Doubts(schema, analysis, values, frozenset(contested), dict(doubted or {}))
    findings = [f for i in every if (f := check(i, values, blanks, doubts)) is not None]
    explained = list(diagnose(every, values, blanks, doubts))
    return [*(_judged_anew(finding, explained) for finding in findings), *explained]


def mends(explained: Finding, finding: Finding) -> bool:
    """Whether an `explained` finding is about the identity that another one calls broken."""
    return any(
        finding.detail.get("identity") == mended["identity"]
        and set(finding.pointers) <= set(mended["pointers"])
        for mended in explained.detail.get("mends", ())
    )


def _judged_anew(finding: Finding, explained: Iterable[Finding]) -> Finding:
    """A broken identity is no longer held against the document if what explains it is in doubt."""
    doubtful = [f for f in explained if f.judgement == "suspect" and mends(f, finding)]
    if finding.judgement != "source" or not doubtful:
        return finding
    doubts = {
        change["pointer"]: change["doubt"] or f"{cause['moved']} in its row"
        for cause in doubtful[0].detail["explanations"]
        for change in cause["changes"]
        if change["doubt"] or cause["moved"]
    }
    return replace(finding, judgement="suspect", detail={**finding.detail, "doubts": doubts})


__all__ = ["mends", "reconcile"]
