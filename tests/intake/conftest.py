"""The reader of whole mails, as the project's own table of them sets it up."""

from pathlib import Path

import pytest

from benchmarks.reading import reader


@pytest.fixture(scope="session")
def processor():
    return reader(Path(__file__).parents[1] / "mails")
