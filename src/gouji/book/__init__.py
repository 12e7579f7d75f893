"""What is known: organisations, periods, facts, stated figures, entries of registers, evidence; append-only.

Belongs here: the values, the book as others read it, and a book as a folder of CSV and YAML with its history.
"""

from gouji.book.book import Book
from gouji.book.book import FormUse
from gouji.book.book import SchemeUse
from gouji.book.facts import Entry
from gouji.book.facts import Evidence
from gouji.book.facts import Fact
from gouji.book.facts import Key
from gouji.book.facts import breakdown_parts
from gouji.book.facts import breakdown_text
from gouji.book.folder import load_book
from gouji.book.organisations import Organisation
from gouji.book.organisations import Organisations
from gouji.book.periods import Period
from gouji.book.periods import in_calendar
from gouji.book.periods import parse_period
from gouji.book.periods import year_in

__all__ = [
    "Book",
    "Entry",
    "Evidence",
    "Fact",
    "FormUse",
    "Key",
    "Organisation",
    "Organisations",
    "Period",
    "SchemeUse",
    "breakdown_parts",
    "breakdown_text",
    "in_calendar",
    "load_book",
    "parse_period",
    "year_in",
]
