"""What holds for every test: messages in Chinese unless it asks otherwise; made-up cases judged by truth, not by the clock of a busy machine."""

import pytest
from hypothesis import settings

from gouji.messages import use_language

settings.register_profile("gouji", deadline=None, print_blob=True)
settings.load_profile("gouji")


@pytest.fixture(autouse=True)
def chinese_messages():
    use_language("zh")
    yield
    use_language("zh")
