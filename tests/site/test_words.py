"""What people write with what they do: one limit for every verb, told before anything is done; found in the verbs themselves."""

import ast
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from gouji.messages import GoujiError
from gouji.rights import Role
from handed_in import FORM
from handed_in import PERIOD
from handed_in import REVIEWERS
from handed_in import a_round
from handed_in import submitted

HERE = "440700"
LONG = "说" * 2001
READING = {"search"}
"""Verbs whose words are looked for and kept nowhere."""


def verbs():
    """The public functions of the actions of the site that somebody calls with words or a reason."""
    import gouji.actions.site as package
    found = set()
    for path in Path(package.__file__).parent.glob("*.py"):
        for each in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
                names = [argument.arg for argument in each.args.args]
                if names[:1] == ["origin"] and {"words", "reason"} & set(names):
                    found.add(each.name)
    return found - READING - {"freeze"}  # which publishing and errata call


@pytest.fixture
def world(book, person):
    from gouji.store.models import Document
    from gouji.store.models import Erratum
    from gouji.store.models import Publication
    filler = person("tian", (Role.FILLER, "jiangmen", HERE))
    row = submitted(a_round(book, REVIEWERS), HERE, filler)
    publication = Publication.objects.create(submission=row, number=1, version=row.sent_version)
    return {
        "book": book, "filler": filler, "number": row.pk, "publication": publication.pk,
        "erratum": Erratum.objects.create(submission=row, former=publication, words="更正").pk,
        "document": Document.objects.create(owner=filler, name="x", room="0" * 32, sha256="", size=1, kind=".txt", expires=datetime.now(UTC)).pk,
    }


def calls(world):
    """Each verb with words that are too long; where a verb takes a value, the words are in it."""
    from gouji.actions.site import accounts
    from gouji.actions.site import add_evidence
    from gouji.actions.site import answer_finding
    from gouji.actions.site import approve
    from gouji.actions.site import cell_story
    from gouji.actions.site import create_round
    from gouji.actions.site import decide_finding
    from gouji.actions.site import erratum
    from gouji.actions.site import hand_on
    from gouji.actions.site import permit
    from gouji.actions.site import publish
    from gouji.actions.site import remind
    from gouji.actions.site import return_submission
    from gouji.actions.site import submit
    from gouji.actions.site import tokens
    from gouji.actions.site.origin import PROGRAM
    from gouji.actions.site.origin import origin_of
    number, today, filler = world["number"], datetime.now(UTC).date(), origin_of(world["filler"])
    plan = create_round.RoundPlan(FORM, PERIOD, (HERE,), today, today)
    reply = answer_finding.Reply
    from dataclasses import replace
    return {
        "approve": lambda: approve.approve(PROGRAM, number, 1, LONG), "hand_on": lambda: hand_on.hand_on(PROGRAM, number, 1, "x", LONG),
        "delegate": lambda: hand_on.delegate(PROGRAM, number, 1, "x", LONG), "add_signer": lambda: hand_on.add_signer(PROGRAM, number, 1, "x", LONG),
        "reassign": lambda: hand_on.reassign(PROGRAM, number, 1, 1, "x", LONG), "remind": lambda: remind.remind(PROGRAM, [number], LONG),
        "return_submission": lambda: return_submission.return_submission(PROGRAM, number, 1, LONG),
        "permit": lambda: permit.permit(PROGRAM, number, 1, datetime.now(UTC) + timedelta(days=1), LONG),
        "publish": lambda: publish.publish(PROGRAM, number, 1, LONG), "withdraw_publication": lambda: publish.withdraw_publication(PROGRAM, world["publication"], 1, LONG),
        "propose_erratum": lambda: erratum.propose_erratum(PROGRAM, number, 1, LONG, []), "approve_erratum": lambda: erratum.approve_erratum(PROGRAM, world["erratum"], LONG),
        "refuse_erratum": lambda: erratum.refuse_erratum(PROGRAM, world["erratum"], LONG), "submit": lambda: submit.submit(PROGRAM, number, 1, LONG),
        "comment_cell": lambda: cell_story.comment_cell(PROGRAM, number, "SVQ-1.1", LONG),
        "decide_finding": lambda: decide_finding.decide_finding(filler, world["document"], "x", (), "confirmed", LONG),
    } | {
        "answer_finding (words)": lambda: _answered(world, reply), "create_round (title)": lambda: create_round.create_round(PROGRAM, world["book"], replace(plan, title=LONG[:121])),
        "create_round (instructions)": lambda: create_round.create_round(PROGRAM, world["book"], replace(plan, instructions=LONG)),
        "return_submission (row)": lambda: return_submission.return_submission(PROGRAM, number, 1, "", [return_submission.ReturnedRow("SVQ-1.1", "data", LONG)]),
        "make_token (name)": lambda: tokens.make_token(filler, LONG[:61], ["figures.view"], 1),
        "add_evidence (title)": lambda: add_evidence.add_evidence(PROGRAM, world["book"], add_evidence.NewEvidence("x.txt", BytesIO(b"x"), 1, HERE, title=LONG[:121])),
        "create_account (email)": lambda: accounts.create_account(PROGRAM, "wang", "王", email=LONG[:255]),
    }


def _answered(world, reply):
    """An answer to whatever finding there is; its words are read before anything else of it."""
    from gouji.actions.site import answer_finding
    from gouji.actions.site.origin import PROGRAM
    return answer_finding.answer_finding(PROGRAM, world["number"], reply("x", "y", "说明", LONG))


def test_every_verb_with_words_has_the_limit(world):
    given = calls(world)
    assert verbs() == {name for name in given if " " not in name}
    for name, call in given.items():
        with pytest.raises(GoujiError) as caught:
            call()
        assert [problem.code for problem in caught.value.problems] == ["S41"], name
