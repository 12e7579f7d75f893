"""What a kind of long work is: a function of the job and its arguments that says how far it is and can begin again."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping

from gouji.store.models import Job

Step = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are; raises jobs.Cancelled."""
Kind = Callable[[Job, Mapping[str, object], Step], Mapping[str, object]]
"""Does a job with its arguments; what it gives is kept as the job's result: `address` is the page that shows it."""
