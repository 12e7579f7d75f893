"""The small book of tests/small_book.py."""

from small_book import book
from small_book import catalogue
from small_book import definitions

__all__ = ["book", "catalogue", "definitions"]
