"""The colours of charts in every format: dark enough to print, apart enough for colour-blind readers (after Okabe and Ito, darkened)."""

from __future__ import annotations

SERIES_COLOURS = ("#1F4E8C", "#C8791B", "#2E7D63", "#8C4A8C", "#5B6B7B", "#B5473C", "#4C8FBF", "#8A7A1E")
