"""The command line: one thin module a command (`add` declares it, `run` does it), put together by `main.py`.

A command module imports what it needs inside `run`, so that `extractor --help` answers at once.
"""
