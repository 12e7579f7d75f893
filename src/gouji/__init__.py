"""Gouji (勾稽): definitions say what may be known, the book holds what is known, reckoning says what follows, reports hand it in."""
