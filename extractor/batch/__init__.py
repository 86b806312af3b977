"""Many documents into a database: `running.run_batch` is the loop, `work` what is done to one document.

The parent reads, links and writes; workers only turn documents into rows. Everything is decided by content hashes, so
a run that was killed at any moment goes on where it was, and a second run finds nothing to do.
"""
