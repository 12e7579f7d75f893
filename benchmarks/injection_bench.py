"""Error injection: texts in which relations hold, one slip put in at a time; what of it is found, and what alarm the untouched texts raise.

    python benchmarks/injection_bench.py [--seed 1] [--misses] [--per-report 12] [--gold DIR --documents DIR --scorer FILE]

First the passages of our own (`injection/`, or with `--folder` `injection-held/`: other genres, written before the rules for statements and
columns, but looked at before the last of these, paired shares and points, were written; format in `passages.py`), whose relations are written down
beside them; then the reports that Gouji writes of its example books, where a digit is changed in a claim that the auditor itself had said to hold.
With `--gold` the scorer runs, too.

Columns: found = a *contradicts* or *suspicious* that the untouched text did not raise, on a number of the broken relation; contradicts = the same,
said for certain; named = the finding points at the very number that was changed; value = it offers the right value. `astray` counts new findings
that have nothing to do with the slip. Where one relation is broken and nothing else confirms either side, nobody can tell which number is wrong.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from pathlib import Path

from passages import Passage
from passages import broken
from passages import load_passages
from slips import Injected
from slips import injected

from gouji.audit import Audit
from gouji.audit import Finding
from gouji.audit import audit_document
from gouji.numbers import Verdict
from gouji.papers.documents import Document
from gouji.papers.documents import read_document

HERE = Path(__file__).resolve().parent
WORDED = ("direction", "numbering", "count", "target", "bound")
ALARMS = (Verdict.CONTRADICTS, Verdict.SUSPICIOUS)
SURE = 60
DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one slip."""

    slip: str
    kinds: tuple[str, ...]
    found: bool
    certain: bool
    named: bool
    value: bool
    astray: int
    told: str


def alarms(audit: Audit) -> list[Finding]:
    """The findings that accuse or ask."""
    return [finding for finding in audit.findings if finding.verdict in ALARMS]


def audited(path: Path, text: str) -> tuple[Document, Audit]:
    """The audit of a text written to `path`."""
    path.write_text(text, encoding="utf-8", newline="")
    document = read_document(path)
    return document, audit_document(document)


def stretches(document: Document, audit: Audit, finding: Finding) -> set[tuple[int, int]]:
    """Where in the file the numbers of a finding stand."""
    return {(begun := document.place(start).offset, begun + end - start) for start, end in _spots(audit, finding)}


def judge(case: Injected, right: Passage, before: Iterable[str], document: Document, audit: Audit) -> Outcome:
    """What the audit of a passage with a slip says of it; `before` are the fingerprints of what the untouched text raised."""
    known = set(before)
    new = [finding for finding in alarms(audit) if finding.fingerprint not in known]
    concerned = {name for relation in case.relations for name in relation.names} | set(case.marks)
    places = {mark.name: (mark.start, mark.end) for mark in case.passage.marks}
    hits = [each for each in new if _touch(stretches(document, audit, each), [places[name] for name in concerned])]
    pointed = [(document.place(each.spot.start).offset, each) for each in hits]
    changed = concerned if case.slip == "direction word" else set(case.marks)
    named = [each for start, each in pointed if _touch({(start, start + len(each.spot.value))}, [places[name] for name in changed])]
    texts = {mark.text for mark in right.marks if mark.name in case.marks}
    return Outcome(
        case.slip, tuple(sorted({relation.kind for relation in case.relations})), bool(hits), any(each.verdict is Verdict.CONTRADICTS for each in hits),
        bool(named), any(text in each.repair for each in named for text in texts), len(new) - len(hits), _told(case, right),
    )


def _touch(stretched: set[tuple[int, int]], places: Sequence[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in stretched for start, end in places)


def _told(case: Injected, right: Passage) -> str:
    old = {mark.name: mark.text + mark.printed_unit for mark in right.marks}
    new = {mark.name: mark.text + mark.printed_unit for mark in case.passage.marks}
    slips = ", ".join(f"{name}: {old[name]} → {new[name]}" for name in case.marks)
    return f"{right.name}  {case.slip}  {slips}  ({'; '.join(f'{each.kind} {each.claim}' for each in case.relations)})"


def recognised(passage: Passage, document: Document, audit: Audit) -> Iterator[tuple[str, bool]]:
    """Of every written relation between numbers: its kind, and whether the audit of the untouched text says of just these numbers that they fit."""
    marks = {mark.name: mark for mark in passage.marks}
    held = [{document.place(spot.start).offset for spot in claim.spots} for claim in audit.claims if claim.verdict is Verdict.HOLDS]
    for relation in passage.relations:
        if relation.kind not in WORDED:
            places = {marks[name].start for name in relation.names}
            yield relation.kind, any(places <= each for each in held)


def passages_round(folder: Path, seed: int) -> tuple[list[Outcome], list[str], list[tuple[str, bool]]]:
    """All slips in all passages: outcomes, the alarms of the untouched texts, the relations with whether they are recognised there."""
    chance, outcomes, false = random.Random(seed), [], []
    relations: list[tuple[str, bool]] = []
    with tempfile.TemporaryDirectory() as place:
        for passage in load_passages(folder):
            if broken(passage):
                raise SystemExit(f"{passage.name}: {broken(passage)} does not hold in the untouched text")
            path = Path(place) / passage.name
            document, untouched = audited(path, passage.text)
            raised = alarms(untouched)
            false += [f"{passage.name}  {each.verdict.value}  {each.kind}  {each.message}" for each in raised]
            relations += recognised(passage, document, untouched)
            known = {each.fingerprint for each in raised}
            outcomes += [judge(case, passage, known, *audited(path, case.passage.text)) for case in injected(passage, chance)]
    return outcomes, false, relations


def reports_round(seed: int, each: int) -> tuple[list[tuple[str, int, int, int, int]], list[Outcome]]:
    """Of every report of the example books: name, claims that hold, contradicts and suspicious untouched, slips; and what became of the slips."""
    rows, outcomes = [], []
    with tempfile.TemporaryDirectory() as place:
        command = Path(sys.executable).with_name("gouji")
        for book in sorted(path.parent for path in (HERE.parent / "examples").glob("*/book.yaml")):
            subprocess.run([command, "report", book, "--formats", "html", "--to", Path(place) / book.name], check=False, capture_output=True)
        for path in sorted(Path(place).rglob("*.html")):
            document = read_document(path)
            audit = audit_document(document)
            done = _report(path.stem, document, audit, random.Random(seed), each)
            counts = Counter(finding.verdict for finding in audit.findings)
            holds = sum(claim.verdict is Verdict.HOLDS for claim in audit.claims)
            rows.append((f"{path.parent.name}/{path.stem}", holds, counts[Verdict.CONTRADICTS], counts[Verdict.SUSPICIOUS], len(done)))
            outcomes += done
    return rows, outcomes


def _report(name: str, document: Document, audit: Audit, chance: random.Random, each: int) -> list[Outcome]:
    """One digit changed in so many claims that hold, each in the text as read (same length, so that blocks and cells stay)."""
    before = {finding.fingerprint for finding in alarms(audit)}
    fitting = [claim for claim in audit.claims if claim.verdict is Verdict.HOLDS and claim.confidence >= SURE and claim.expression and _long(claim.claim.value)]
    outcomes = []
    for claim in chance.sample(fitting, min(each, len(fitting))):
        start, end, printed = claim.claim.start, claim.claim.end, claim.claim.value
        place = chance.choice([place for place, sign in enumerate(document.text[start:end]) if sign in DIGITS][:3])
        digit = chance.choice([sign for sign in DIGITS[1:] if sign != document.text[start + place]])
        text = document.text[:start + place] + digit + document.text[start + place + 1:]
        new = audit_document(replace(document, text=text))
        hits = [finding for finding in alarms(new) if finding.fingerprint not in before and _touch(_spots(new, finding), [(start, end)])]
        named = [finding for finding in hits if finding.spot.start == start]
        outcomes.append(Outcome(
            "one digit", (claim.kind,), bool(hits), any(finding.verdict is Verdict.CONTRADICTS for finding in hits), bool(named),
            any(printed in finding.repair for finding in named), 0, f"{name}  {printed} → {text[start:end]}  {claim.kind}: {claim.message}",
        ))
    return outcomes


def _long(printed: str) -> bool:
    return sum(sign in DIGITS for sign in printed) > 1


def _spots(audit: Audit, finding: Finding) -> set[tuple[int, int]]:
    return {(spot.start, spot.end) for number in finding.claims for spot in audit.claims[number].spots} | {(finding.spot.start, finding.spot.end)}


def print_table(title: str, groups: Iterable[tuple[str, list[Outcome]]]) -> None:
    """One line a group: how many slips, what share was found, for certain, named, with the right value."""
    print(f"\n{title:26}{'slips':>7}{'found':>8}{'contradicts':>13}{'named':>8}{'value':>8}{'astray':>8}")
    for name, group in groups:
        if group:
            shares = (sum(getattr(each, what) for each in group) / len(group) for what in ("found", "certain", "named", "value"))
            found, certain, named, value = (f"{share:.0%}" for share in shares)
            print(f"{name:26}{len(group):>7}{found:>8}{certain:>13}{named:>8}{value:>8}{sum(each.astray for each in group):>8}")


def print_recognised(relations: list[tuple[str, bool]]) -> None:
    """By kind: how many relations of the untouched texts the audit states as holding."""
    print(f"\n{'relations untouched':26}{'written':>8}{'stated':>8}")
    for kind in sorted({kind for kind, _stated in relations}):
        stated = [each for known, each in relations if known == kind]
        print(f"{kind:26}{len(stated):>8}{sum(stated) / len(stated):>8.0%}")
    print(f"{'all':26}{len(relations):>8}{sum(stated for _kind, stated in relations) / len(relations):>8.0%}")


def print_outcomes(outcomes: list[Outcome]) -> None:
    """By kind of slip, and by kind of relation broken (a slip that breaks several counts in each)."""
    print_table("slip", [*((name, [each for each in outcomes if each.slip == name]) for name in dict.fromkeys(each.slip for each in outcomes)), ("all", outcomes)])
    kinds = sorted({kind for each in outcomes for kind in each.kinds})
    print_table("relation broken", [(kind, [each for each in outcomes if kind in each.kinds]) for kind in kinds])


def score(options: argparse.Namespace) -> None:
    """Run the scorer against hand-checked relations."""
    command = f"{Path(sys.executable).with_name('gouji')} --definitions none audit {{document}} --format json --output {{output}}"
    scorer = [sys.executable, str(options.scorer), "--command", command, "--gold", str(options.gold), "--documents", str(options.documents)]
    print("\nscorer", flush=True)
    subprocess.run(scorer, check=False)


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, default=HERE / "injection")
    parser.add_argument("--per-report", type=int, default=12)
    parser.add_argument("--misses", action="store_true", help="list the slips not found")
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--documents", type=Path)
    parser.add_argument("--scorer", type=Path)
    options = parser.parse_args()
    started = time.perf_counter()
    outcomes, false, relations = passages_round(options.folder, options.seed)
    print(f"{len(load_passages(options.folder))} passages, seed {options.seed}; untouched: {len(false)} alarms")
    for line in false:
        print(f"  {line}")
    print_recognised(relations)
    print_outcomes(outcomes)
    rows, changed = reports_round(options.seed, options.per_report) if options.per_report else ([], [])
    print("\nreports of the example books, as Gouji writes them (the books hold contradictions of their own)" if rows else "")
    for name, holds, contradicts, suspicious, slips in rows:
        print(f"  {name}: {holds} relations hold, {contradicts} contradicts, {suspicious} suspicious; {slips} slips put in")
    if changed:
        print_outcomes(changed)
    for outcome in (*outcomes, *changed):
        if options.misses and not outcome.found:
            print(f"missed  {outcome.told}")
    print(f"\n{time.perf_counter() - started:.1f} s")
    if options.gold and options.documents and options.scorer:
        score(options)


if __name__ == "__main__":
    main()
