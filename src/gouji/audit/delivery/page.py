"""One self-contained page: the document on the left, the findings on the right, decisions that can be taken and saved as a file."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment
from jinja2 import PackageLoader
from jinja2 import StrictUndefined
from markupsafe import Markup

from gouji.audit.claims import Claim
from gouji.audit.decisions import SCHEMA
from gouji.audit.decisions import Decisions
from gouji.audit.decisions import decisions_path
from gouji.audit.delivery.body import MARKS
from gouji.audit.delivery.body import STATES
from gouji.audit.delivery.body import body
from gouji.audit.delivery.body import painted_numbers
from gouji.audit.delivery.notes import earlier_words
from gouji.audit.delivery.page_words import page_words
from gouji.audit.delivery.view import GRAVITY
from gouji.audit.delivery.view import View
from gouji.audit.delivery.words import arithmetic
from gouji.audit.delivery.words import coverage_words
from gouji.audit.delivery.words import kind_title
from gouji.audit.delivery.words import verdict_title
from gouji.messages import current_language
from gouji.messages import translate as _
from gouji.papers.files import write_whole
from gouji.papers.html.page import embedded_json

_OWN = files("gouji.audit.delivery") / "static"
_SHARED = files("gouji.papers.html") / "static" / "page.css"


def write_page(view: View, path: Path, measured: Iterable[tuple[int, int]] = (), decisions: Decisions = Decisions()) -> None:  # noqa: B008 - frozen
    """Write the page. `measured` are the stretches of all measured numbers; `decisions` go into the file that the page saves.

    Raises GoujiError P20 where the file cannot be written.
    """
    write_whole(path, render_page(view, measured, decisions).encode("utf-8", "replace"))


def render_page(view: View, measured: Iterable[tuple[int, int]] = (), decisions: Decisions = Decisions()) -> str:  # noqa: B008 - frozen
    """The page as HTML text."""
    counted = frozenset(measured)
    numbers = painted_numbers(view, counted)
    script = (_OWN / "audit.js").read_text(encoding="utf-8")
    style = _SHARED.read_text(encoding="utf-8") + (_OWN / "audit.css").read_text(encoding="utf-8")
    # Headings' and list numbers are coloured, too, but the coverage above counts measured numbers only; the legend counts the same.
    states = Counter(number.state for number in numbers if not counted or (number.start, number.end) in counted)
    return _environment().get_template("audit.html").render(
        title=view.audit.title or Path(view.document.path).name,
        file=Path(view.document.path).name,
        view=view,
        coverage=coverage_words(view.audit.coverage),
        body=body(view.document, numbers),
        verdicts=[(verdict.value, verdict_title(verdict), sum(issue.finding.verdict is verdict for issue in view.issues)) for verdict in GRAVITY],
        kinds=sorted({(issue.finding.kind, kind_title(issue.finding.kind)) for issue in view.issues}),
        legend=[(MARKS[state], _state_title(state), states[state]) for state in STATES if states[state]],
        verdict_title=verdict_title,
        kind_title=kind_title,
        earlier_words=earlier_words,
        word=page_words(),
        style=Markup(style),  # noqa: S704 - our own files
        style_hash=_hash(style),
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=_hash(script),
        data=embedded_json(_data(view, decisions)),
        language="en" if current_language() == "en" else "zh-CN",
    )


def claim_line(claim: Claim) -> str:
    """A claim on one line: verdict, subject, arithmetic or message."""
    shown = arithmetic(claim) or claim.message
    subject = _("{words}：").format(words=claim.subject) if claim.subject else ""
    return f"{verdict_title(claim.verdict)} · {kind_title(claim.kind)} · {subject}{shown}"


def _data(view: View, decisions: Decisions) -> dict[str, object]:
    """What the script needs: the lines of all claims, the issues' keys for decisions, the decisions there are."""
    return {
        "claims": [claim_line(claim) for claim in view.audit.claims],
        "issues": [{"fingerprint": issue.finding.fingerprint, "values": list(issue.values)} for issue in view.issues],
        "decisions": [item.as_record() for item in decisions.items],
        "schema": SCHEMA, "document": Path(view.document.path).name, "file": decisions_path(Path(view.document.path)).name,
        "words": {"unsaved": _("有未保存的决定"), "saved": _("已下载，请把文件放在报告旁边"), "none": _("这个数字没有参加核对。"), "shown": _("显示 {shown} / {all}")},
    }


def _state_title(state: str) -> str:
    titles = {
        "contradicts": _("矛盾"), "suspicious": _("存疑"), "truncated": _("截位"), "holds": _("相符"), "checked": _("参加核对"), "not_assessable": _("不可核"),
        "unchecked": _("未核对"),
    }
    return titles[state]


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("gouji.audit.delivery"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
