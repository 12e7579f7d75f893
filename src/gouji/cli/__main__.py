"""python -m gouji.cli: the same program as `gouji`."""

from __future__ import annotations

import sys

from gouji.cli import main

sys.exit(main())
