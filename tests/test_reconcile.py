import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmextract.ground import prove_all
from llmextract.plain import plain
from llmextract.reconcile import reconcile
from llmextract.schema.identities import parse_identity
from llmextract.types import Proposal, Qualifier
from tests.making import SCHEMA, analysis, mention, proved

NOWHERE = analysis("年报。")


def check(*values, found=NOWHERE, **more):
    return reconcile(SCHEMA, values, found, **more)


def sums(findings):
    return [f for f in findings if f.detail.get("identity", "").startswith("total =")]


def test_a_sum_that_holds_is_reported_with_its_numbers():
    """All operands present and equal: holds, with each operand and no difference."""
    (finding,) = sums(
        check(proved("/loans/total", 70), proved("/loans/adult", 30), proved("/loans/child", 40))
    )
    assert (finding.kind, finding.judgement) == ("identity_holds", "holds")
    assert finding.pointers == ("/loans/total", "/loans/adult", "/loans/child")
    assert (finding.detail["left"], finding.detail["right"]) == (70, 70)
    assert finding.detail["difference"] == 0
    assert {p: o["value"] for p, o in finding.detail["operands"].items()} == {
        "/loans/total": 70,
        "/loans/adult": 30,
        "/loans/child": 40,
    }


def test_a_broken_sum_of_sure_numbers_is_the_sources_fault():
    """Every operand sure and alone: the document contradicts itself, and no value changes."""
    values = [proved("/loans/total", 71), proved("/loans/adult", 30), proved("/loans/child", 40)]
    (finding,) = sums(check(*values))
    assert (finding.kind, finding.judgement) == ("identity_broken", "source")
    assert finding.detail["difference"] == 1
    assert "外借总数 71" in finding.message
    assert [v.value for v in values] == [71, 30, 40]


@pytest.mark.parametrize("confidence", [0.79, None])
def test_a_broken_sum_with_an_unsure_operand_is_suspect(confidence):
    """An operand of low or unknown confidence puts the blame on the extraction."""
    (finding,) = sums(
        check(
            proved("/loans/total", 71),
            proved("/loans/adult", 30, confidence=confidence),
            proved("/loans/child", 40),
        )
    )
    assert finding.judgement == "suspect"
    assert list(finding.detail["doubts"]) == ["/loans/adult"]


def test_a_broken_sum_with_a_contested_operand_is_suspect():
    """A field for which rivals were proposed is not held against the document."""
    (finding,) = sums(
        check(
            proved("/loans/total", 71),
            proved("/loans/adult", 30),
            proved("/loans/child", 40),
            contested=["/loans/child"],
        )
    )
    assert finding.judgement == "suspect"


def test_a_rival_in_the_text_makes_a_broken_sum_suspect():
    """Another free number whose words fit the field as well may be the one that is meant."""
    values = (71, 30, 40)
    pointers = ("/loans/total", "/loans/adult", "/loans/child")
    for text, judgement in (
        ("外借总数71册，成人外借30册，儿童外借40册。", "source"),
        ("外借总数71册，成人外借30册，儿童外借40册。儿童外借41册。", "suspect"),
        ("外借总数71册，成人外借30册，儿童外借40册。丢失41册。", "source"),
        ("外借总数71册，成人外借30册，儿童外借40册。儿童外借丢失5册。", "source"),
        ("外借总数71册，成人外借30册，儿童外借40册。儿童外借41人次。", "source"),
    ):
        found = analysis(text)
        proposals = [
            Proposal(p, v, None, mention(found, f"{v}册"), 0.9)
            for p, v in zip(pointers, values, strict=True)
        ]
        if "丢失5册" in text:  # a number that proves another field is no rival
            proposals.append(Proposal("/loans/lost", 5, None, mention(found, "5册"), 0.9))
        done, _ = prove_all(proposals, found, SCHEMA)
        (finding,) = sums(check(*done, found=found))
        assert finding.judgement == judgement, text


def test_approximate_operands_are_checked_as_intervals():
    """1100余 may stand for 1153, not for 1253."""
    for total, judgement in ((1153, "holds"), (1253, "source"), (1100, "holds"), (1200, "source")):
        (finding,) = sums(
            check(
                proved("/loans/total", total),
                proved("/loans/adult", 1100, Qualifier.OVER),
                proved("/loans/child", 0),
            )
        )
        assert finding.judgement == judgement


def test_parts_that_exceed_the_total_break_a_sum_that_lacks_a_part():
    """With a part missing a sum can only be broken by excess; otherwise nothing is said."""
    total = proved("/loans/total", 70)
    assert sums(check(total, proved("/loans/adult", 70))) == []
    assert sums(check(total)) == []
    assert sums(check(proved("/loans/adult", 70), proved("/loans/child", 1))) == []
    (finding,) = sums(check(total, proved("/loans/adult", 71)))
    assert finding.judgement == "source"
    assert finding.detail["missing"] == ["/loans/child"]


def test_an_open_total_is_never_exceeded():
    """超过70 can be any larger number."""
    total = proved("/loans/total", 70, Qualifier.AT_LEAST)
    assert sums(check(total, proved("/loans/adult", 5000))) == []


@pytest.mark.parametrize(("lost", "judgement"), [(0, "holds"), (70, "holds"), (71, "source")])
def test_a_subset_may_not_exceed_the_whole(lost, judgement):
    """lost <= total holds up to equality."""
    findings = check(proved("/loans/lost", lost), proved("/loans/total", 70))
    assert [f.judgement for f in findings] == [judgement]


def test_further_identities_may_join_cells_of_a_table():
    """Sums over a table's cells are checked like those of the schema, minus signs included."""
    cells = [proved(f"/table/r{n}/c", v) for n, v in enumerate((9, 5, 4, 0))]
    identity = parse_identity("table.r0.c - table.r3.c = table.r1.c + table.r2.c")
    for total, less in ((9, 0), (10, 1)):
        values = [proved("/table/r0/c", total), *cells[1:3], proved("/table/r3/c", less)]
        (finding,) = check(*values, identities=[identity])
        assert finding.judgement == "holds"
    (finding,) = check(*cells[:3], proved("/table/r3/c", 1), identities=[identity])
    assert (finding.judgement, finding.detail["difference"]) == ("source", -1)
    assert check(*cells[:3], identities=[identity]) == []


def test_values_that_are_no_numbers_are_left_out():
    """Null and text operands count as absent."""
    assert check(proved("/loans/total", None), proved("/loans/lost", "3")) == []


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 250))
def test_a_sum_holds_exactly_if_the_numbers_add_up(adult, child, total):
    """For exact numbers the judgement is arithmetic."""
    (finding,) = sums(
        check(
            proved("/loans/total", total),
            proved("/loans/adult", adult),
            proved("/loans/child", child),
        )
    )
    assert (finding.judgement == "holds") is (adult + child == total)
    assert finding.detail["difference"] == total - adult - child
    json.dumps(plain(finding), allow_nan=False)
