"""Operations of handing in and deciding: tasks, how a submission stands, its findings and answers, handing in, taking back, returning rows, agreeing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from gouji.actions.site.answer_finding import Reply
from gouji.actions.site.answer_finding import answer_finding
from gouji.actions.site.approve import approve
from gouji.actions.site.deciding import Decided
from gouji.actions.site.entry_page import open_entry
from gouji.actions.site.findings import Card
from gouji.actions.site.findings import Given
from gouji.actions.site.findings_seen import findings_seen
from gouji.actions.site.return_submission import ReturnedRow
from gouji.actions.site.return_submission import return_submission
from gouji.actions.site.review_page import review_page
from gouji.actions.site.submission_seen import submission_seen
from gouji.actions.site.submissions import find_submission
from gouji.actions.site.submit import submit
from gouji.actions.site.submit import withdraw
from gouji.actions.site.tasks import tasks_of
from gouji.messages import GoujiError
from gouji.store.models import Submission
from gouji.web.api.access import done_or_rehearsed
from gouji.web.api.reading import WRONG
from gouji.web.api.shapes import Number
from gouji.web.api.submission_shapes import AnsweredOut
from gouji.web.api.submission_shapes import AnswersIn
from gouji.web.api.submission_shapes import DecidedOut
from gouji.web.api.submission_shapes import DecisionIn
from gouji.web.api.submission_shapes import FindingsOut
from gouji.web.api.submission_shapes import HandedInOut
from gouji.web.api.submission_shapes import ReturnIn
from gouji.web.api.submission_shapes import SentLineOut
from gouji.web.api.submission_shapes import StandingOut
from gouji.web.api.submission_shapes import TaskOut
from gouji.web.api.submission_shapes import WithdrawIn

router = Router()


@router.get("/tasks", response={200: list[TaskOut], **WRONG}, summary="待办事项", operation_id="list_tasks")
def list_tasks(request: HttpRequest) -> Any:
    """What the account has to do, what waits for others, what was done lately. A token without status.view sees none."""
    tasks = tasks_of(request.origin)
    groups = (("filling", tasks.filling), ("reviewing", tasks.reviewing), ("publishing", tasks.publishing), ("waiting", tasks.waiting), ("done", tasks.done))
    return [
        {
            "group": group, "round": line.round, "submission": line.submission, "title": line.title, "organisation_name": line.place, "state": line.state,
            "words": line.words, "due": line.due.isoformat(), "days": line.days, "detail": line.detail,
        }
        for group, lines in groups for line in lines
    ]


@router.get("/submissions/{number}", response={200: StandingOut, **WRONG}, summary="一份材料的状态", operation_id="read_submission")
def read_submission(request: HttpRequest, number: Number) -> Any:
    """How a submission stands; `moves` is what `seen` of the operations below must say."""
    found = submission_seen(request.origin, number)
    made = found.submission
    return {
        "number": made.pk, "round": made.round_id, "organisation": made.organisation, "organisation_name": found.place, "state": made.state,
        "moves": made.moves, "step": made.step, "levels": found.levels, "shut": found.shut,
        "submitted": made.submitted.isoformat() if made.submitted is not None else None,
    }


@router.get("/submissions/{number}/findings", response={200: FindingsOut, **WRONG}, summary="校验问题和答复", operation_id="list_findings")
def list_findings(request: HttpRequest, number: Number) -> Any:
    """What a check says of the submission as it stands now, each with the answers it may be given and the one it has."""
    found = findings_seen(open_entry(request.origin, number, registers=False))
    return {
        "findings": [_card(card) for card in found.cards], "unchecked": [asdict(item) for item in found.unchecked], "held": found.held,
        "mending": len(found.mending), "answering": len(found.answering),
    }


@router.post("/submissions/{number}/answers", response={200: AnsweredOut, **WRONG}, summary="答复校验问题", operation_id="answer_findings")
def answer_findings(request: HttpRequest, number: Number, body: AnswersIn) -> Any:
    """Answer findings: good answers are taken, others come back, each with a code."""
    def do() -> tuple[int, Any]:
        taken, faults = [], []
        for item in body.answers:
            try:
                answer_finding(request.origin, number, Reply(item.about, item.values, item.kind, item.words, item.limit))
            except GoujiError as error:
                if error.problems[0].code == "S05":  # no such submission: nothing to answer at all
                    raise
                faults += [{"about": item.about, "code": each.code, "message": each.message(), "advice": each.advice()} for each in error.problems]
            else:
                taken.append(item.about)
        return 200, {"dry_run": body.dry_run, "taken": taken, "faults": faults}
    return done_or_rehearsed(request, body, do)


@router.post("/submissions/{number}/submit", response={200: HandedInOut, **WRONG}, summary="上报", operation_id="submit_submission")
def submit_submission(request: HttpRequest, number: Number, body: DecisionIn) -> Any:
    """Hand it in, once no hard rule fails and every finding is answered."""
    return _handed_in(request, body, lambda: submit(request.origin, number, body.seen, body.words))


@router.post("/submissions/{number}/withdraw", response={200: HandedInOut, **WRONG}, summary="撤回", operation_id="withdraw_submission")
def withdraw_submission(request: HttpRequest, number: Number, body: WithdrawIn) -> Any:
    """Take it back before anybody has decided."""
    return _handed_in(request, body, lambda: withdraw(request.origin, number, body.seen))


@router.get("/submissions/{number}/lines", response={200: list[SentLineOut], **WRONG}, summary="上报的各行", operation_id="list_lines")
def list_lines(request: HttpRequest, number: Number) -> Any:
    """The figures and rows as they were handed in; `row` names one that is returned, `before` is what it said in the submission before (null: the same)."""
    return [
        {
            "row": item.line.row_key, "table": table.title, "label": item.line.label, "column": item.line.column, "kind": item.line.kind, "text": item.text,
            "unit": item.line.unit, "before": item.before, "note": item.line.note, "evidence": list(item.line.evidence),
        }
        for table in review_page(request.origin, number).tables for item in table.lines
    ]


@router.post("/submissions/{number}/return", response={200: DecidedOut, **WRONG}, summary="退回", operation_id="return_submission")
def send_back(request: HttpRequest, number: Number, body: ReturnIn) -> Any:
    """Return single rows with a reason each, or, without rows, the whole. All rows are right, or nothing is returned: `others` tells of every wrong one."""
    rows = [ReturnedRow(row.row, row.reason, row.words) for row in body.rows]
    return _decided(request, number, body, lambda: return_submission(request.origin, number, body.seen, body.words, rows))


@router.post("/submissions/{number}/approve", response={200: DecidedOut, **WRONG}, summary="审核通过", operation_id="approve_submission")
def agree(request: HttpRequest, number: Number, body: DecisionIn) -> Any:
    """Agree, or give the opinion one was asked for; `left` is how many must still agree at this level."""
    return _decided(request, number, body, lambda: approve(request.origin, number, body.seen, body.words))


def _handed_in(request: HttpRequest, body: DecisionIn | WithdrawIn, verb: Callable[[], Submission]) -> Any:
    def do() -> tuple[int, Any]:
        made = verb()
        return 200, {"dry_run": body.dry_run, "state": made.state, "moves": made.moves}
    return done_or_rehearsed(request, body, do)


def _decided(request: HttpRequest, number: int, body: DecisionIn | ReturnIn, verb: Callable[[], Decided]) -> Any:
    def do() -> tuple[int, Any]:
        done = verb()
        moves = find_submission(number).moves
        return 200, {"dry_run": body.dry_run, "state": done.state, "moves": moves, "step": done.step, "left": done.left, "opinion": done.opinion}
    return done_or_rehearsed(request, body, do)


def _card(card: Card) -> dict[str, Any]:
    return {
        "number": card.number, "about": card.about, "values": card.values, "rule": card.rule, "severity": card.severity, "hard": card.hard,
        "statement": card.statement, "message": card.message, "advice": card.advice, "formula": card.formula, "gap": card.gap, "settled": card.settled,
        "kinds": list(card.kinds), "cells": [key for key, _label in card.cells], "answer": _given(card.answer), "lapsed": _given(card.lapsed),
        "offered": card.offered,
    }


def _given(answer: Given | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    return {
        "kind": answer.kind, "words": answer.words, "limit": answer.limit, "who": answer.who, "when": answer.when.isoformat(),
        "approved_by": [each.who for each in answer.approvals],
    }
