"""Building a report: form, narrative, tables, charts, score sheet and list of issues put together as blocks, with every figure counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from pathlib import Path

from gouji.book import FormUse
from gouji.book import parse_period
from gouji.catalogue import Form
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.messages import Problem
from gouji.messages import translate as _
from gouji.messages.system import reason_of
from gouji.papers.blocks import Block
from gouji.papers.blocks import Case
from gouji.papers.blocks import ChartBlock
from gouji.papers.blocks import Contents
from gouji.papers.blocks import Cover
from gouji.papers.blocks import FigureState
from gouji.papers.blocks import Heading
from gouji.papers.blocks import PageBreak
from gouji.papers.blocks import ParagraphStyle
from gouji.papers.blocks import paragraph
from gouji.papers.excel import Sheet
from gouji.reckon import Context
from gouji.reckon import Reckoner
from gouji.reckon import scheme_of
from gouji.reckon import score
from gouji.reports.charts import draw
from gouji.reports.counting import figure_runs
from gouji.reports.explain import Explanation
from gouji.reports.figures import Figures
from gouji.reports.issues import Issues
from gouji.reports.issues import issue_blocks
from gouji.reports.issues import issue_grids
from gouji.reports.issues import issues_of
from gouji.reports.narrative import narrate
from gouji.reports.placeholders import Words
from gouji.reports.placeholders import words_of
from gouji.reports.scores import ScoreBlocks
from gouji.reports.scores import lay_out_scores
from gouji.reports.tables import Laid
from gouji.reports.tables import lay_out
from gouji.reports.typed import Typed

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report ready to be written.

    `counts` says how many figures are bound, derived, stated, typed, missing or differing; `typed` lists the typed ones with their line,
    `warnings` what a reader will miss; `comments` are notes by figure id for the cells of a workbook.
    """

    name: str
    title: str
    form: Form
    blocks: tuple[Block, ...]
    explanations: Mapping[str, Explanation]
    sheets: tuple[Sheet, ...]
    charts: tuple[ChartBlock, ...]
    counts: Mapping[FigureState, int]
    typed: tuple[Typed, ...]
    warnings: tuple[Problem, ...]
    comments: Mapping[str, str]
    words: Words
    figures: Figures = field(repr=False)


def build_report(reckoner: Reckoner, use: FormUse, *, as_stated: bool = False, progress: Progress | None = None) -> Report:
    """The report that a book's form use asks for.

    `as_stated` prints stated figures, where there are some, instead of derived ones. Raises GoujiError with every mistake of form and text.
    """
    return _Builder(reckoner, use, progress or (lambda _what, _done, _all: None), as_stated=as_stated).report()


class _Builder:
    """One report being built; tables, charts and score sheets are laid out once, whoever asks for them."""

    def __init__(self, reckoner: Reckoner, use: FormUse, progress: Progress, *, as_stated: bool) -> None:
        self.book = reckoner.book
        self.use = use
        self.progress = progress
        self.context = Context(use.organisation, parse_period(use.period), as_filled=as_stated)
        self.form = self._form()
        self.figures = Figures(reckoner, self.form.set, self.context)
        self.words = words_of(self.book, self.context)
        self.tables: dict[str, Laid] = {}
        self.charts: dict[str, ChartBlock | None] = {}
        self.scores: dict[str, ScoreBlocks] = {}
        self.warnings: list[Problem] = []
        self.mentions: set[str] = set()
        self.issues: Issues | None = None

    def report(self) -> Report:
        """The whole report."""
        steps = (_("表格"), _("正文"), _("图"), _("核对"), _("汇总"))
        self.progress(steps[0], 0, len(steps))
        self._lay_out_all()
        self.progress(steps[1], 1, len(steps))
        body, typed = self._body()
        self.progress(steps[2], 2, len(steps))
        charts = tuple(block for chart in self.form.charts if (block := self._chart(chart.name)) is not None)
        self.progress(steps[3], 3, len(steps))
        body = tuple(self._resolved(body))
        appendix = () if "问题清单" in self.mentions or self.form.layout == "表格" else self._appendix()
        self.progress(steps[4], 4, len(steps))
        blocks = _with_useful_contents((*self._front(), *body, *appendix))
        report = self._finished(blocks, charts, typed)
        self.progress(steps[4], len(steps), len(steps))
        return report

    def _finished(self, blocks: tuple[Block, ...], charts: tuple[ChartBlock, ...], typed: tuple[Typed, ...]) -> Report:
        runs = list(figure_runs(blocks))
        gaps = dict.fromkeys(run.hint or run.text for run in runs if run.figure and run.figure.state is FigureState.MISSING)
        place = Place(self._text_name())
        self.warnings += [Problem("T60", place, {"name": gap}) for gap in gaps]
        title, sheets = self._title(), self._sheets()
        self.warnings[:0] = [Problem("T53", self._book_file(), {"name": name}) for name in self.words.gaps]
        return Report(
            name=self.use.name, title=title, form=self.form, blocks=blocks, explanations=self.figures.explainer.records,
            sheets=sheets, charts=charts, counts=Counter(run.figure.state for run in runs if run.figure), typed=typed,
            warnings=tuple(self.warnings), comments=self.figures.comments, words=self.words, figures=self.figures,
        )

    def _form(self) -> Form:
        forms = self.book.edition(self.context.period).forms
        if self.use.form not in forms:
            raise GoujiError.of("T56", self._book_file(), name=self.use.form, period=self.use.period, known="、".join(forms) or "—")
        return forms[self.use.form]

    def _book_file(self) -> Place:
        return Place(str(self.book.folder / "book.yaml") if self.book.folder else "")

    def _lay_out_all(self) -> None:
        """Lay out every table, so that all mistakes of the form come at once."""
        problems: list[Problem] = []
        for table in self.form.tables:
            try:
                self.tables[table.name] = lay_out(table, self.figures, self.words)
            except GoujiError as error:
                problems += [Problem(each.code, each.place if each.place.file else table.place, each.params) for each in error.problems]
        if problems:
            raise GoujiError(*problems)

    def _title(self) -> str:
        cover = dict(self.form.cover)
        return self.words.fill(cover.get("title") or self.form.title)

    def _front(self) -> tuple[Block, ...]:
        """Cover, and for reports the contents page."""
        cover = {key: self.words.fill(text) for key, text in self.form.cover}
        lines = tuple(text for key, text in cover.items() if key not in ("title", "subtitle") and text)
        front = Cover(self._title(), cover.get("subtitle", ""), lines)
        return (front, Contents()) if self.form.layout == "报告" and "目录" not in self.mentions else (front,)

    def _text_name(self) -> str:
        return self.use.text or self.form.text

    def _body(self) -> tuple[tuple[Block, ...], tuple[Typed, ...]]:
        """The narrative; without one, the tables and charts of the form."""
        name = self._text_name()
        path = _within(self.book.folder / "texts", name) if self.book.folder and name else None
        if path is None or not path.is_file():
            if name:
                self.warnings.append(Problem("T57", Place(str(path or name)), {}))
            return self._plain_body(), ()
        narrative = narrate(_read(path), str(path), self.figures, self.words, self._inserted)
        return narrative.blocks, narrative.typed

    def _plain_body(self) -> tuple[Block, ...]:
        """Tables, charts and score sheet; tables with a number of their own (表1) come last under a heading, so that no number stands twice."""
        tables = [table.name for table in self.form.tables if self.tables[table.name].grid.rows]
        own = [name for name in tables if self.tables[name].grid.label]
        blocks = [block for name in tables if name not in own for block in self._inserted("表", name)]
        blocks += [block for chart in self.form.charts for block in self._inserted("图", chart.name)]
        blocks += self._inserted("评分表", "") if self.form.scheme else ()
        annex = [block for name in own for block in self._inserted("表", name)]
        return (Heading(1, "一、数据和图表"), *blocks, Heading(1, "二、附表"), *annex) if blocks and annex else (*blocks, *annex)

    def _inserted(self, kind: str, name: str) -> tuple[Block, ...]:
        """What [[kind:name]] stands for in the narrative."""
        self.mentions.add(kind)
        match kind:
            case "表":
                return self._table_blocks(name)
            case "图":
                block = self._chart(name)
                if block is None:
                    self.warnings.append(Problem("T61", Place(str(self.book.folder / "facts") if self.book.folder else ""), {"name": name}))
                return () if block is None else (block,)
            case "评分表":
                return self._score(name).blocks()
            case "问题清单":
                return (_ISSUES_HERE,)
            case "分页":
                return (PageBreak(),)
            case "目录":
                return (Contents(),)
            case _:
                raise GoujiError.of("T52", name=kind, known="表:名称、图:名称、评分表、问题清单、分页、目录")

    def _table_blocks(self, name: str) -> tuple[Block, ...]:
        laid = self.tables.get(name)
        if laid is None:
            raise GoujiError.of("T52", name=f"表:{name}", known="、".join(self.tables) or "—")
        return (laid.grid, *(paragraph(note, ParagraphStyle.NOTE) for note in _numbered(laid.notes)))

    def _chart(self, name: str) -> ChartBlock | None:
        chart = self.form.chart(name)
        if chart is None:
            raise GoujiError.of("T52", name=f"图:{name}", known="、".join(each.name for each in self.form.charts) or "—")
        if name not in self.charts:
            self.charts[name] = draw(chart, self.figures, self.words)
        return self.charts[name]

    def _score(self, name: str) -> ScoreBlocks:
        name = name or self.form.scheme or self._only_scheme()
        if name not in self.scores:
            scheme = scheme_of(self.figures.reckoner, name, self.context)
            self.scores[name] = lay_out_scores(score(self.figures.reckoner, scheme, self.context), self.figures)
        return self.scores[name]

    def _only_scheme(self) -> str:
        """The one scheme that the book uses; raises GoujiError T63 where it uses several, or none."""
        names = list(dict.fromkeys(use.scheme for use in self.book.schemes))
        if len(names) != 1:
            raise GoujiError.of("T63", known="、".join(names) or "—")
        return names[0]

    def _resolved(self, blocks: tuple[Block, ...]) -> list[Block]:
        """The blocks with the list of issues in its place: it is drawn up last, when all figures of the report are known."""
        found: list[Block] = []
        for block in blocks:
            if block is _ISSUES_HERE:
                found.extend(issue_blocks(self._issues(), self.figures))
            else:
                found.append(replace(block, blocks=tuple(self._resolved(block.blocks))) if isinstance(block, Case) else block)
        return found

    def _issues(self) -> Issues:
        """What the check found about the figures shown; asked for when all are shown."""
        if self.issues is None:
            self.issues = issues_of(self.figures)
        return self.issues

    def _appendix(self) -> tuple[Block, ...]:
        issues = self._issues()
        if not issues.count:
            return ()
        intro = "下列各条由勾稽规则逐条核对得出，只陈述填报的数、推算的数和两者之差，不作判断。差异可能来自口径、时点或填写。"
        return (Heading(1, "附：数字核对说明"), paragraph(intro), *issue_blocks(issues, self.figures))

    def _sheets(self) -> tuple[Sheet, ...]:
        """One sheet per table of the form, then the score sheets and the list of issues."""
        sheets = [Sheet(name, laid.grid, notes=_numbered(laid.notes)) for name, laid in self.tables.items()]
        sheets += [Sheet("评分表", blocks.grid, notes=blocks.notes) for blocks in self.scores.values()]
        grids = issue_grids(self._issues(), self.figures)
        return (*sheets, *(Sheet("数字核对" if position == 0 else "关系核对", grid) for position, grid in enumerate(grids)))


def _with_useful_contents(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without a contents page where fewer than two headings would stand in it."""
    listed = sum(isinstance(block, Heading) and block.level <= Contents().depth for block in blocks)
    return blocks if listed >= _WORTH_LISTING else tuple(block for block in blocks if not isinstance(block, Contents))


_WORTH_LISTING = 2  # headings
_ISSUES_HERE = paragraph("\ue00f")


def _numbered(notes: tuple[str, ...]) -> tuple[str, ...]:
    """Notes under a table: 注：…, or numbered where there are several."""
    closed = [note if note.endswith(("。", "！", "？")) else note + "。" for note in notes]
    if len(closed) <= 1:
        return tuple(f"注：{note}" for note in closed)
    return tuple(("注：" if number == 1 else "") + f"{number}. {note}" for number, note in enumerate(closed, start=1))


def _within(folder: Path, name: str) -> Path:
    """The file of a narrative. A book may come from anybody: what lies outside its texts is not read (T62)."""
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise GoujiError.of("T62", Place(str(folder.parent / "book.yaml")), name=name)
    return path


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise GoujiError.of("C02", Place(str(path)), position=error.start) from error
    except OSError as error:
        raise GoujiError.of("C03", Place(str(path)), reason=reason_of(error)) from error
