import dataclasses

import pytest

from llmextract.evaluation.reports.classes import CLASSES, cases, counted
from llmextract.evaluation.reports.words import words
from llmextract.evaluation.tally import Outcome
from tests.evaluation.reports.making import document, evaluation, mixed


def classified(values, places, found, evidence):
    """Class and field mixed up, by field, of one document."""
    made = cases(evaluation([document(values, places, found, evidence)]))
    return {case.pointer.removeprefix("/a/"): (case.error, case.other) for case in made}


@pytest.mark.parametrize(
    ("values", "places", "found", "evidence", "field", "error"),
    [
        ({"x": 20000}, {"x": "信息2万条"}, {"x": 2}, {"x": "信息2万条"}, "x", "magnitude"),
        ({"x": "某局"}, {}, {"x": "某局2019年报告"}, {}, "x", "boundaries"),
        ({"x": 7}, {"x": "会议3次、培训4次"}, {"x": 3}, {"x": "会议3次"}, "x", "sum"),
        ({"x": 7}, {"x": "会议3次、培训4次"}, {}, {}, "x", "sum"),
        ({"x": 0}, {"x": "未收到复议申请"}, {}, {}, "x", "denial"),
        ({"x": 3}, {"x": "会议3次"}, {"y": 0}, {"y": "未收到复议申请"}, "y", "invented_zero"),
        ({"x": 6}, {"x": "会议3次"}, {}, {}, "x", "not_printed"),
        ({"x": 3}, {"x": "复议\t3"}, {}, {}, "x", "in_table"),
        ({"x": 3}, {"x": "会议3次"}, {}, {}, "x", "overlooked"),
        ({"x": 3}, {"x": "会议3次、培训4次"}, {"x": 4}, {"x": "培训4次"}, "x", "same_place"),
        ({"x": 3}, {"x": "会议3次"}, {"x": 5}, {"x": "座谈5次"}, "x", "neighbour"),
        ({"x": 3}, {"x": "会议3次"}, {"x": 12}, {"x": "协办12件"}, "x", "elsewhere"),
        ({"x": 3}, {"x": "会议3次"}, {"y": 5}, {"y": "座谈5次"}, "y", "unlabelled"),
        ({"x": 3}, {"x": "会议3次"}, {"x": 5}, {}, "x", "no_evidence"),
        ({"x": 3}, {"x": "会议3次"}, {"x": 3}, {"x": "复议\t3"}, "x", "ungrounded"),
    ],
)  # fmt: skip
def test_each_class_is_told_from_the_data(values, places, found, evidence, field, error):
    """Gold, run and text suffice to tell each class."""
    assert classified(values, places, found, evidence)[field][0] == error


def test_a_swap_shows_on_both_sides():
    """A value given to another field is that field's error, and the owner's."""
    values, places = {"x": 12}, {"x": "协办12件"}
    found = classified(values, places, {"y": 12}, {"y": "协办12件"})
    assert found["x"] == ("taken", "/a/y")
    assert found["y"] == ("other_field", "/a/x")


def test_a_passage_of_two_fields_is_shared():
    """A field left empty whose passage rightly proves another is said to share it."""
    places = {"x": "收到申请19件", "y": "收到申请19件"}
    found = classified({"x": 19, "y": 19}, places, {"y": 19}, {"y": "收到申请19件"})
    assert found["x"] == ("shared", "/a/y")


def test_without_a_passage_the_printed_value_is_the_place():
    """Gold without passages is placed where its value is printed, if that is one place."""
    assert classified({"x": 11}, {}, {}, {})["x"][0] == "overlooked"
    assert classified({"x": 99}, {}, {}, {})["x"][0] == "not_printed"
    assert classified({"x": 1}, {}, {}, {})["x"][0] == "overlooked"


def test_without_texts_nothing_is_guessed():
    """Missing values of documents that are not at hand are of no class but `untold`."""
    bare = dataclasses.replace(mixed(), texts={})
    missing = [case for case in cases(bare) if case.outcome is Outcome.MISSING and not case.failed]
    assert {case.error for case in missing} == {"untold"}


def test_every_error_has_a_class_and_every_class_has_words():
    """No case is without a class, and each class is named and explained in both languages."""
    found = [case for case in cases(mixed()) if case.is_error]
    counts = counted(found)
    assert sum(count.total + count.inner for count in counts) == len(found)
    assert {count.name for count in counts} <= set(CLASSES)
    for language in ("en", "zh"):
        table = words(language).table
        assert all(f"{kind}.{name}" in table for kind in ("class", "means") for name in CLASSES)


def test_errors_are_as_many_as_the_scores_say():
    """The cases hold each wrong, missing and spurious cell once."""
    made = mixed()
    total = made.scores.total
    found = [case.outcome for case in cases(made)]
    assert found.count(Outcome.WRONG) == total.wrong
    assert found.count(Outcome.MISSING) == total.missing
    assert found.count(Outcome.SPURIOUS) == total.spurious
