"""Files on their way in: a request that is larger than any file may be is refused before it is read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

_FORM = 5_000_000  # what may come with the files of one request


class Limited(FileUploadHandler):
    """The first of the upload handlers: it keeps nothing itself."""

    def handle_raw_input(self, _input: Any, _meta: Any, content_length: int, _boundary: Any, _encoding: Any = None) -> None:
        """Raises RequestDataTooBig (answered with 400) where the request says that it is larger than a file may be."""
        if content_length > settings.UPLOAD_LIMIT + _FORM:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the data on to the next handler."""
        del start
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""
        del file_size
