"""The stages between repaired text and record. Start with `analysis.py` (the shared state) and `stages.py` (order)."""
