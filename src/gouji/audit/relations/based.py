"""占〈总数〉的比率: “财政拨款 6300 万元，占总收入 8400 万元的 75%”: the base is printed between 占 and the share, the part directly before.

Part and base are neighbours in the sentence, of one unit, the base directly before the share with nothing but 的 between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gouji.audit.arithmetic import base_unit
from gouji.audit.arithmetic import exact
from gouji.audit.arithmetic import make
from gouji.audit.arithmetic import ratio
from gouji.audit.claims import Claim
from gouji.audit.reading import Mention
from gouji.audit.reading import Reading

_OF = re.compile(r"占[^，。；]{0,14}$")
_LINK = "的"
BACK = 2


def find(reading: Reading) -> Iterator[Claim]:
    """Shares whose base is printed inside 占…的."""
    for mention in reading.mentions[BACK:]:
        part, base = reading.mentions[mention.index - BACK], reading.mentions[mention.index - 1]
        if mention.left == _LINK and _share(mention) and _pair(part, base) and part.sentence == base.sentence == mention.sentence:
            reckoned = ratio(mention, (part,), (base,))
            if reckoned is not None:
                yield make("ratio", mention, (part, base), reckoned, 80, reason="based")


def _share(mention: Mention) -> bool:
    return mention.measured and exact(mention) and base_unit(mention) == "%" and not mention.token.unit.endswith("百分点")


def _pair(part: Mention, base: Mention) -> bool:
    """Whether two numbers are a part and the base that 占 names."""
    measured = part.measured and base.measured and exact(part) and exact(base)
    return measured and bool(_OF.search(base.left)) and base_unit(part) == base_unit(base) != "%"
