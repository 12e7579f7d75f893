"""复核决定: what a reviewer decided about a finding, kept in a small file beside the document, so that the next audit remembers it.

A decision belongs to the fingerprint of a finding and to the values the reviewer saw. Where the values have changed since, it is shown
(“曾就其他数值作过决定”) but no longer counts.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum
from pathlib import Path

from gouji.audit.claims import Audit
from gouji.audit.claims import Finding
from gouji.messages import GoujiError
from gouji.messages import Place
from gouji.papers.files import write_whole

SCHEMA = "gouji-decisions/1"
ENDING = ".勾稽.json"
_LARGEST = 16 * 1024 * 1024  # bytes; ten thousand decisions take some two million
_NUMBERING = re.compile(r"^(?:第[一二三四五六七八九十百零〇\d]+[章节篇编部]分?|[（(]?[一二三四五六七八九十百\d]+(?:\.\d+)*[）)、.．]?)(?=\D)")
_NOT_WORDS = re.compile(r"[\W_]+")


class Status(StrEnum):
    """What the reviewer decided."""

    CONFIRMED = "confirmed"  # 确认: it is an error
    DISMISSED = "dismissed"  # 驳回: it is none, with a reason
    CORRECTED = "corrected"  # 已改: the document has been corrected


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: about which finding, what, why, by whom, when (ISO 8601), and the values the reviewer saw, as printed."""

    fingerprint: str
    status: Status
    reason: str = ""
    by: str = ""
    when: str = ""
    values: tuple[str, ...] = ()

    def as_record(self) -> dict[str, object]:
        """As JSON-able data."""
        return {
            "fingerprint": self.fingerprint, "status": self.status.value, "reason": self.reason, "by": self.by, "when": self.when,
            "values": list(self.values),
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """How a finding stands: the decision that counts for it, or an earlier one made on other values."""

    decision: Decision | None = None
    earlier: Decision | None = None

    @property
    def dismissed(self) -> bool:
        """Whether the reviewer dismissed it, seeing these values."""
        return self.decision is not None and self.decision.status is Status.DISMISSED


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions about one document, the latest for each fingerprint and values."""

    items: tuple[Decision, ...] = ()
    _by_fingerprint: Mapping[str, tuple[Decision, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, tuple[Decision, ...]] = {}
        for item in self.items:
            index[item.fingerprint] = (*index.get(item.fingerprint, ()), item)
        object.__setattr__(self, "_by_fingerprint", index)

    def standing(self, fingerprint: str, values: Sequence[str]) -> Standing:
        """How a finding with these values stands; of several earlier decisions the latest."""
        known = self._by_fingerprint.get(fingerprint, ())
        for item in known:
            if item.values == tuple(values):
                return Standing(item)
        return Standing(earlier=max(known, key=lambda item: item.when, default=None))

    def merge(self, others: Iterable[Decision]) -> Decisions:
        """These decisions and the others; for the same fingerprint and values the later one counts, of two at one time the other."""
        merged = {(item.fingerprint, item.values): item for item in self.items}
        for item in others:
            known = merged.get((item.fingerprint, item.values))
            if known is None or known.when <= item.when:
                merged[item.fingerprint, item.values] = item
        return Decisions(tuple(merged.values()))


def decisions_path(document: Path) -> Path:
    """The file of decisions beside a document: 报告.docx → 报告.docx.勾稽.json."""
    return document.with_name(document.name + ENDING)


def load_decisions(path: Path) -> Decisions:
    """The decisions of a file; none where there is no file. Raises GoujiError A80 where the file cannot be read as decisions."""
    try:
        if path.stat().st_size > _LARGEST:
            raise GoujiError.of("A80", Place(str(path)), reason=f"> {_LARGEST} B")
        record = json.loads(path.read_text("utf-8-sig"))
        if record["schema"] != SCHEMA:
            raise GoujiError.of("A80", Place(str(path)), reason=str(record["schema"]))
        return Decisions().merge([_decision(item) for item in record["decisions"]])
    except FileNotFoundError:
        return Decisions()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise GoujiError.of("A80", Place(str(path)), reason=f"{type(error).__name__}: {error}") from error


def save_decisions(path: Path, document: str, decisions: Decisions) -> None:
    """Write the decisions about `document` (its file name) whole or not at all. Raises GoujiError P20."""
    record = {"schema": SCHEMA, "document": document, "decisions": [item.as_record() for item in decisions.items]}
    write_whole(path, (json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())


def values_seen(audit: Audit, finding: Finding) -> tuple[str, ...]:
    """The printed values of a finding and of all numbers in its claims with their units, in a fixed order: what a reviewer sees."""
    spots = (finding.spot, *(spot for number in finding.claims for spot in audit.claims[number].spots))
    return tuple(sorted({f"{spot.value}{spot.unit}" for spot in spots}))


def fingerprint(kind: str, subject: str, section: str, unit: str, roles: Sequence[str]) -> str:
    """The fingerprint of a finding, 16 hex digits: the kind of relation, the words of subject and unit, the roles of its operands, the
    heading it stands under. Offsets, values, blanks, marks and the numbering of headings do not matter.
    """
    parts = (kind, _words(subject), _words(_NUMBERING.sub("", section.strip())), unicodedata.normalize("NFKC", unit).strip(), *map(_words, roles))
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).lower()


def _decision(record: Mapping[str, object]) -> Decision:
    """A decision from its record. Raises KeyError, TypeError or ValueError where it is none."""
    values = record.get("values", [])
    if not isinstance(values, list):
        raise TypeError(f"values: {values!r}")
    return Decision(
        str(record["fingerprint"]), Status(str(record["status"])), str(record.get("reason", "")), str(record.get("by", "")),
        str(record.get("when", "")), tuple(str(value) for value in values),
    )
