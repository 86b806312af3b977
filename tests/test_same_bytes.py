"""Same input, same bytes: also in another process, where sets of strings have another order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import hashlib, json, sys
import extractor
from extractor.records import Document
pipeline, digest = extractor.load(), hashlib.sha256()
for line in sys.stdin:
    row = json.loads(line)
    record = pipeline(Document(id=row["id"], text=row["text"])).to_dict()
    digest.update(json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass"))
print(digest.hexdigest())
"""


def digests(documents: list, repository: Path) -> set[str]:
    rows = "\n".join(json.dumps({"id": document.id, "text": document.text}) for document in documents)
    found = set()
    for seed in ("1", "2", "3", "4"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(repository)}
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM], input=rows, env=environment, capture_output=True, text=True, check=True
        )
        found.add(done.stdout)
    return found


def test_sample_releases(corpus_documents: list, repository: Path) -> None:
    assert len(digests(corpus_documents, repository)) == 1


@pytest.mark.slow
def test_real_releases(pool_documents: list, repository: Path) -> None:
    assert len(digests(pool_documents, repository)) == 1
