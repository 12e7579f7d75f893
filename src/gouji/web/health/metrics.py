"""Counts of requests and how long they took, for Prometheus: each process counts for itself and leaves its counts in the data folder for the others."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable
from threading import Lock
from time import monotonic

from gouji.store.condition import jobs_by_state
from gouji.store.condition import rows_by_book
from gouji.store.place import room

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper bounds of the histogram, in seconds."""
_EVERY = 5
_lock = Lock()
_counts: Counter[str] = Counter()
_seconds = [0.0, 0.0]  # in all requests; when last left for the others


def count(status: int, seconds: float) -> None:
    """Count a request by its status and how long it took."""
    bound = next((f"le:{limit}" for limit in BOUNDS if seconds <= limit), "le:+Inf")
    with _lock:
        _counts[f"status:{status}"] += 1
        _counts[bound] += 1
        _seconds[0] += seconds
        due = monotonic() - _seconds[1] > _EVERY
        if due:
            _seconds[1] = monotonic()
    if due:
        _leave()


def text() -> str:
    """All metrics in Prometheus' text format."""
    _leave()
    counts: Counter[str] = Counter()
    seconds = 0.0
    for path in room("run").glob("metrics-*.json"):
        left = json.loads(path.read_text("utf-8"))
        counts.update(left["counts"])
        seconds += left["seconds"]
    lines = ["# HELP gouji_requests_total Requests answered.", "# TYPE gouji_requests_total counter"]
    lines += [f'gouji_requests_total{{status="{name[7:]}"}} {number}' for name, number in sorted(counts.items()) if name.startswith("status:")]
    lines += ["# HELP gouji_request_seconds How long answers took.", "# TYPE gouji_request_seconds histogram", *_histogram(counts, seconds)]
    lines += _gauge("gouji_jobs", "Long work by state.", "state", jobs_by_state().items())
    lines += _gauge("gouji_book_rows", "Rows that count, by book.", "book", rows_by_book().items())
    return "\n".join([*lines, ""])


def _histogram(counts: Counter[str], seconds: float) -> list[str]:
    total, lines = 0, []
    for limit in (*map(str, BOUNDS), "+Inf"):
        total += counts[f"le:{limit}"]
        lines.append(f'gouji_request_seconds_bucket{{le="{limit}"}} {total}')
    return [*lines, f"gouji_request_seconds_sum {seconds:.6f}", f"gouji_request_seconds_count {total}"]


def _gauge(name: str, what: str, label: str, values: Iterable[tuple[str, int]]) -> list[str]:
    return [f"# HELP {name} {what}", f"# TYPE {name} gauge", *(f'{name}{{{label}="{value}"}} {number}' for value, number in values)]


def _leave() -> None:
    """Leave this process's counts for whoever is asked for all of them."""
    with _lock:
        plain = json.dumps({"counts": _counts, "seconds": _seconds[0]})
    path = room("run") / f"metrics-{os.getpid()}.json"
    partial = path.with_suffix(f".{id(plain)}.partial")
    partial.write_text(plain, "utf-8")
    partial.replace(path)
