"""A pipeline that does to its process what the text says; importable by worker processes."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass

from extractor.batch.specs import PipelineSpec
from extractor.components.analysis import Analysis
from extractor.errors import RepairRefused
from extractor.records import Company, Document
from extractor.repair import Repaired

ODD = ("hang", "spin", "crash", "exit", "memory", "raise", "refuse", "recurse")


class OddPipeline:
    key = "odd"
    min_confidence = 0.0

    def analyse(self, document: Document) -> Analysis:
        what = document.text.partition("\n")[0]
        if what == "hang":
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})  # as code that never comes back to Python
            time.sleep(600)
        elif what == "spin":
            while True:
                pass
        elif what == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        elif what == "exit":
            os._exit(3)
        elif what == "memory":
            "x" * (3 * 2**30)
        elif what == "raise":
            raise ValueError("odd value")
        elif what == "refuse":
            raise RepairRefused("document", "the text is too damaged (odd)", remedy="fetch it again")
        elif what == "recurse":
            self.analyse(document)
        return Analysis(
            document, Repaired.untouched(document.text), companies=[Company("甲公司", mentions=((0, 1),))]
        )

    def analyse_all(self, documents: list[Document]) -> list[Analysis]:
        return [self.analyse(document) for document in documents]


@dataclass(frozen=True)
class OddSpec(PipelineSpec):
    broken: bool = False

    def load(self) -> OddPipeline:
        if self.broken:
            raise RepairRefused("rules", "cannot be loaded", remedy="mend them")
        return OddPipeline()

    def fingerprint(self) -> str:
        return "odd fingerprint"
