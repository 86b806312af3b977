"""What the whole flow costs, in units of `jieba.lcut` on the same text in the same run; and how soon commands answer.

Run alone: `pytest -m benchmark -s`. Costs are CPU times of one process; what several processors save is shown beside them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extractor.pipeline import Pipeline, load
from extractor.records import Document
from extractor.tokenizing import Tokenizer, reference_jieba

# Ceilings in units of jieba.lcut, to be lowered as the flow gets cheaper. The goal for real releases is 1.0.
# Rows are what the goal counts; the full-text index is built by another thread beside them.
POOL_INTO_ROWS, POOL_INDEX, SAMPLES_INTO_RECORDS, DAMAGED_INTO_RECORDS = 1.1, 0.35, 2.6, 30

TURNS = 5

pytestmark = pytest.mark.benchmark
ROOT = Path(__file__).resolve().parents[2]


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """CPU time of the process with all its threads, and time by the clock."""
    start, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - start, time.perf_counter() - clock


def items_of(documents: list[Document]) -> Iterator[object]:
    from extractor.reading import Item

    for document in documents:
        yield Item(origin=f"{document.id}.txt", document=document, id=document.id, size=len(document.text) * 3)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    """The pipeline and jieba's dictionary are loaded beforehand: start-up is measured apart."""
    from extractor.batch.specs import PipelineSpec

    pipeline = load()
    pipeline(Document(id="warm", text="排量2.4L，县公安局交警大队大队长到场。"))
    monkeypatch.setattr(PipelineSpec, "load", lambda self: pipeline)
    return pipeline


def run_into_database(documents: list[Document], file: Path, *, search: bool) -> int:
    """From texts to committed rows in one process, with or without the search index; returns the documents done."""
    from extractor.batch.jobs import Job, Limits
    from extractor.batch.reporting import Reporter
    from extractor.batch.specs import PipelineSpec
    from extractor.writing.database import Database

    with Database(str(file)) as database:
        reporter = Reporter("quiet", total=None)
        job = Job(database, PipelineSpec(), Limits(), reporter, workers=1, resume=True, search=search)
        counts = job.run(items_of(documents))
        job.index()
        job.end("done")
    return counts.done


def ratios(documents: list[Document], name: str, **works: Callable[[], object]) -> dict[str, float]:
    """Cost of each work, and of the tokens alone, in units of `jieba.lcut` on the documents' texts.

    All take turns, and each turn gives a ratio: on a shared machine the clock rate changes from turn to turn. The median
    counts.
    """
    jieba, fast = reference_jieba(), Tokenizer()
    jieba.lcut("预热")
    fast.cut("预热")
    texts = [document.text for document in documents]
    works = {
        "jieba": lambda: [jieba.lcut(text) for text in texts], **works, "tokens": lambda: [fast.cut(text) for text in texts],
    }
    turns = [{what: seconds(work) for what, work in works.items()} for _ in range(TURNS)]
    chars = sum(map(len, texts))
    print(f"\n{name}: {len(documents)} documents, {chars} characters; {TURNS} turns")
    found = {}
    for what in works:
        ratio, wall = (statistics.median(turn[what][at] / turn["jieba"][at] for turn in turns) for at in (0, 1))
        spread = sorted(turn[what][0] / turn["jieba"][0] for turn in turns)
        best = min(turn[what][0] for turn in turns)
        print(
            f"  {what}: {ratio:.2f} x jieba.lcut ({spread[0]:.2f} to {spread[-1]:.2f}; by the clock {wall:.2f} x), "
            f"at best {best:.2f} s = {chars / best:,.0f} characters/s"
        )
        found[what] = ratio
    return found


def test_from_real_releases_to_committed_rows(loaded: Pipeline, pool_documents: list[Document], tmp_path: Path) -> None:
    run_into_database(pool_documents[:1], tmp_path / "warm.db", search=True)
    files = iter(range(99))
    done: list[int] = []

    def into_rows(*, search: bool) -> None:
        done.append(run_into_database(pool_documents, tmp_path / f"{next(files)}.db", search=search))

    found = ratios(
        pool_documents, "pool into SQLite", rows=lambda: into_rows(search=False),
        rows_and_index=lambda: into_rows(search=True),
    )
    assert min(done) >= len({document.text for document in pool_documents}) - 5
    assert found["rows"] <= POOL_INTO_ROWS
    assert found["rows_and_index"] - found["rows"] <= POOL_INDEX
    assert found["tokens"] <= 0.3


def test_from_sample_releases_to_records(loaded: Pipeline, corpus_documents: list[Document]) -> None:
    """The twin, without the database, which folds near-copies: texts dense in facts."""
    documents = [document for document in corpus_documents if not document.id.startswith("damaged-")] * 20
    found = ratios(
        documents, "sample releases x 20", records=lambda: [loaded(document).to_dict() for document in documents]
    )
    assert found["records"] <= SAMPLES_INTO_RECORDS
    assert found["tokens"] <= 0.3


def test_damaged_releases(loaded: Pipeline, corpus_documents: list[Document]) -> None:
    documents = [document for document in corpus_documents if document.id.startswith("damaged-")] * 5
    found = ratios(
        documents, "damaged samples x 5", records=lambda: [loaded(document).to_dict() for document in documents]
    )
    assert found["records"] <= DAMAGED_INTO_RECORDS


def wall(*command: str, rounds: int = 5) -> float:
    """The best of some runs, after one that warms the file cache."""
    times = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        subprocess.run(
            command, check=True, capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        times.append(time.perf_counter() - start)
    return min(times[1:])


@pytest.mark.parametrize("args", [["--help"], ["--version"], ["run", "--help"], ["rules", "--help"]], ids=" ".join)
def test_help_answers_at_once(args: list[str]) -> None:
    seconds = wall(sys.executable, "-m", "extractor", *args)
    print(f"\nextractor {' '.join(args)}: {seconds:.3f} s")
    assert seconds <= 0.15


def test_one_file_is_extracted_soon() -> None:
    extract = wall(
        sys.executable, "-m", "extractor", "extract", "corpus/documents/signing-shaanxi-2021.txt", rounds=3
    )
    spacy = wall(sys.executable, "-c", "import spacy", rounds=3)
    print(f"\nextract of one file: {extract:.2f} s; import spacy: {spacy:.2f} s; {extract / spacy:.2f} x")
    assert extract <= 2 * spacy


def test_the_spacy_component_costs_no_memory_by_the_document(corpus_documents: list[Document]) -> None:
    """2,000 documents in memory zones: the process stays within a few megabytes of where it was after 200."""
    code = """
import resource, sys, spacy
from extractor.reading import read_documents
nlp = spacy.blank("zh"); nlp.add_pipe("release_facts")
texts = [document.text for document in read_documents(["corpus/documents"])]
def megabytes():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 1e6
def some(start, count):
    with nlp.memory_zone():
        for doc in nlp.pipe(f"第{start + at}号{texts[at % len(texts)]}" for at in range(count)):
            assert doc._.record
for start in range(0, 400, 100): some(start, 100)
before = megabytes()
for start in range(400, 2400, 100): some(start, 100)
print(before, megabytes())
"""
    if not Path("/proc/self/statm").exists():
        pytest.skip("reads /proc")
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    before, after = map(float, done.stdout.split())
    print(f"\nspaCy path: {before:.0f} MB after 400 documents, {after:.0f} MB after 2,400")
    assert after - before <= 12
