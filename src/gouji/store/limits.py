"""What the site's settings allow: sizes, days, seconds; read here, so that verbs need not know a web framework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Limits:
    """`upload` in bytes; how long documents and ended jobs are kept; how many seconds and bytes of memory the audit of one document may take."""

    upload: int
    documents: timedelta
    jobs: timedelta
    audit_seconds: int
    audit_memory: int


def limits() -> Limits:
    """The limits of this site."""
    return Limits(
        settings.UPLOAD_LIMIT, timedelta(days=settings.DOCUMENT_DAYS), timedelta(days=settings.JOB_DAYS), settings.AUDIT_SECONDS, settings.AUDIT_MEMORY,
    )
