"""The permission matrix and its decisions: default deny, reach, tasks that lend rights, separation of administrators."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gouji.rights import MATRIX
from gouji.rights import Act
from gouji.rights import Actor
from gouji.rights import Capability
from gouji.rights import Grant
from gouji.rights import Reach
from gouji.rights import Role
from gouji.rights import Target
from gouji.rights import decide
from gouji.rights import decision_words
from gouji.rights import matrix_rows
from gouji.rights import reachable
from gouji.rights import separation_problem

DAY = date(2026, 3, 1)
SCHOOL = ("JM01", "440703", "440700")  # 学校 → 区 → 市
SIBLING = ("JM02", "440703", "440700")


def actor(*grants, **more):
    return Actor(7, grants, **more)


def school(**more):
    return Target("jm", SCHOOL, **more)


@pytest.mark.parametrize(
    ("role", "at", "act", "target", "allowed", "reason"),
    [
        (Role.FILLER, "JM01", Act.RECORD_FIGURES, school(), True, ""),
        (Role.FILLER, "JM01", Act.RECORD_FIGURES, Target("jm", SIBLING), False, "elsewhere"),  # a sibling's
        (Role.FILLER, "440703", Act.RECORD_FIGURES, school(), True, ""),  # a district fills for its schools
        (Role.FILLER, "JM01", Act.RECORD_FIGURES, Target("other", SCHOOL), False, "elsewhere"),  # the same code in another book
        (Role.REVIEWER, "JM01", Act.RECORD_FIGURES, school(), False, "no-role"),
        (Role.BUREAU, "440700", Act.VIEW_FIGURES, school(), False, "not-sent"),
        (Role.BUREAU, "440700", Act.VIEW_FIGURES, school(sent=True), True, ""),
        (Role.BUREAU, "440700", Act.VIEW_STATUS, school(), True, ""),  # how far along they are, not what they wrote
        (Role.READER, "440700", Act.VIEW_FIGURES, school(sent=True), False, "not-published"),
        (Role.READER, "440700", Act.VIEW_FIGURES, school(sent=True, published=True), True, ""),
        (Role.SYSTEM, "", Act.VIEW_FIGURES, school(sent=True, published=True), False, "no-role"),  # administrators see no figures
        (Role.SECURITY, "", Act.GRANT_ROLES, Target(), True, ""),
        (Role.SYSTEM, "", Act.GRANT_ROLES, Target(), False, "no-role"),
        (Role.AUDIT, "", Act.VIEW_TRAIL, Target(), True, ""),
        (Role.HEAD, "JM01", Act.VIEW_AUDIT, Target(owner=7), True, ""),
        (Role.HEAD, "JM01", Act.VIEW_AUDIT, Target(owner=8), False, "not-own"),
    ],
)
def test_a_role_reaches_as_far_as_the_matrix_says(role, at, act, target, allowed, reason):
    book = "jm" if at else ""
    decision = decide(actor(Grant(role, book, at)), act, target, DAY)
    assert (decision.allowed, decision.reason) == (allowed, reason)
    assert decision_words(decision, "江门一职")


@pytest.mark.parametrize(
    ("first", "last", "allowed"),
    [(None, None, True), (date(2026, 3, 1), date(2026, 3, 1), True), (date(2026, 3, 2), None, False), (None, date(2026, 2, 28), False)],
)
def test_a_grant_counts_on_its_days(first, last, allowed):
    decision = decide(actor(Grant(Role.FILLER, "jm", "JM01", first, last)), Act.RECORD_FIGURES, school(), DAY)
    assert (decision.allowed, decision.reason) == (allowed, "" if allowed else "expired")


def test_a_task_lends_its_acts_for_its_thing_only():
    lent = Capability(frozenset({Act.VIEW_FIGURES, Act.REVIEW}), "jm", "JM01", "submission/12", 5)
    asked = actor(capabilities=(lent,))
    assert decide(asked, Act.REVIEW, school(thing="submission/12"), DAY).task == 5
    assert not decide(asked, Act.REVIEW, school(thing="submission/13"), DAY).allowed
    assert not decide(asked, Act.RECORD_FIGURES, school(thing="submission/12"), DAY).allowed  # not among its acts
    assert not decide(asked, Act.REVIEW, Target("jm", SIBLING, "submission/12"), DAY).allowed
    assert not decide(asked, Act.VIEW_FIGURES, school(), DAY).allowed  # other figures of the same organisation
    assert reachable(asked, Act.VIEW_FIGURES, "jm", {"JM01": SCHOOL}, DAY) == {}  # nor do lists and searches show them


def test_a_task_lends_no_act_that_is_not_for_lending():
    lent = Capability(frozenset(Act), "jm", "JM01", "submission/12", 5)
    allowed = {act for act in Act if decide(actor(capabilities=(lent,)), act, school(thing="submission/12", owner=7), DAY).allowed}
    assert not allowed & {Act.PUBLISH, Act.GRANT_ROLES, Act.VIEW_TRAIL, Act.MANAGE_ROUNDS}


def test_a_closed_account_may_nothing():
    everything = tuple(Grant(role, "jm", "440700") for role in Role)
    shut = Actor(7, everything, active=False)
    assert not any(decide(shut, act, school(sent=True, published=True, owner=7), DAY).allowed for act in Act)


def test_a_token_narrows_what_its_account_may():
    narrowed = actor(Grant(Role.FILLER, "jm", "JM01"), acts=frozenset({Act.VIEW_FIGURES}))
    assert decide(narrowed, Act.VIEW_FIGURES, school(), DAY).allowed
    assert not decide(narrowed, Act.RECORD_FIGURES, school(), DAY).allowed
    assert reachable(narrowed, Act.RECORD_FIGURES, "jm", {"JM01": SCHOOL}, DAY) == {}


@given(st.sets(st.sampled_from(list(Role))), st.sampled_from(list(Act)), st.booleans(), st.booleans())
def test_what_no_line_of_the_matrix_allows_is_denied(roles, act, sent, published):
    decision = decide(actor(*(Grant(role, "jm", "440700") for role in roles)), act, school(sent=sent, published=published, owner=8), DAY)
    assert not decision.allowed or MATRIX[act].get(decision.grant.role) is not None


@given(st.lists(st.tuples(st.sampled_from(list(Role)), st.sampled_from(["JM01", "JM02", "440703", "440700"])), max_size=4), st.sampled_from(list(Act)))
def test_lists_show_what_single_decisions_allow(held, act):
    holder = actor(*(Grant(role, "jm", at) for role, at in held))
    parents = {"JM01": SCHOOL, "JM02": SIBLING}
    reach = reachable(holder, act, "jm", parents, DAY)
    for code, above in parents.items():
        widest = decide(holder, act, Target("jm", above, sent=True, published=True, owner=7), DAY).allowed
        assert widest or code not in reach
        if reach.get(code) in {Reach.BELOW, Reach.SITE}:
            assert decide(holder, act, Target("jm", above), DAY).allowed


@pytest.mark.parametrize(
    ("roles", "problem"),
    [
        ([Role.FILLER, Role.REVIEWER], ""), ([Role.SYSTEM], ""), ([Role.SYSTEM, Role.AUDIT], "administrators"), ([Role.SECURITY, Role.HEAD], "mixed"),
    ],
)
def test_administrators_are_kept_apart(roles, problem):
    assert separation_problem(roles) == problem


def test_the_matrix_is_exported_whole():
    header, *rows = matrix_rows()
    assert len(rows) == len(Act)
    assert all(len(row) == len(header) for row in rows)
    assert ["查看审计日志", "trail.view", *[""] * 8, "全站", ""] in rows
