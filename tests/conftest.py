"""What all tests share: where the repository and, beside it, the real releases are."""

from __future__ import annotations

from pathlib import Path

import pytest
from databases import new_target, postgresql_server, target  # noqa: F401 - fixtures
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parent.parent

# Hypothesis's deadline is wall time: on a busy machine it fails what is right. Tests of speed measure CPU time.
settings.register_profile("busy", deadline=None)
settings.load_profile("busy")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def pipeline():
    """The shipped pipeline, loaded once."""
    from extractor.pipeline import load

    return load()


@pytest.fixture(scope="session")
def corpus_documents() -> list:
    """The sample releases of corpus/documents."""
    from extractor.reading import read_documents

    return list(read_documents([REPOSITORY / "corpus" / "documents"]))


@pytest.fixture(scope="session")
def pool_documents() -> list:
    """Real releases from beside the checkout; the tests that want them skip where there are none."""
    import json

    from extractor.records import Document

    file = REPOSITORY.parent / "shared" / "pool" / "releases.jsonl"
    if not file.is_file():
        pytest.skip(f"no pool of real releases at {file}; its twin on corpus/ runs")
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return [Document(id=row["id"], text=row["text"], title=row.get("title")) for row in rows]
