"""How good the facts are, and why they are wrong. Works on any system's records, not on ours alone.

Start with `gold.py` (what is read), `matching.py` (when a claim is right) and `metrics.py` (the scores); `causes.py`
says what went wrong, `compare.py` whether a change is a gain, `report.py` puts it on one page, `annotation/` takes
records to annotation tools and back. Nothing of the pipeline imports this package.
"""
