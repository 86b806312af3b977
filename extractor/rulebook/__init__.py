"""Rules and lexicons: read from `rules/`, checked, and handed to the stages as data.

Start with `model.py` (what a rule and a lexicon are), then `loading.py` (files → `Rulebook`), `examples.py` (the inline
marks of example sentences).
"""

from __future__ import annotations

from extractor.rulebook.examples import Mark, Marked, parse_marked
from extractor.rulebook.loading import load_rulebook
from extractor.rulebook.model import Lexicon, Rule, Rulebook

__all__ = ["Lexicon", "Mark", "Marked", "Rule", "Rulebook", "load_rulebook", "parse_marked"]
