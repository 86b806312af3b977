"""The families of rules and the keys each allows beside the common ones.

A family is read by exactly one component. A new family needs a line here, so that a misspelt key is found at load time.
"""

from __future__ import annotations

COMMON_KEYS = frozenset({"id", "why", "pattern", "priority", "examples", "counter_examples", "known_failures"})

FAMILY_KEYS: dict[str, frozenset[str]] = {
    # quantities (extractor/numerals)
    "quantity": frozenset({"kind", "use"}),
    "date": frozenset({"use"}),
    # entities (extractor/components)
    "org": frozenset({"label", "use"}),
    "person": frozenset({"use", "weight"}),
    "company": frozenset({"use", "weight"}),
    "event": frozenset({"use", "trigger", "follow", "unless"}),
    # roles
    "organizer": frozenset({"trigger", "role", "use", "opener", "event", "follow", "unless"}),
    "official": frozenset({"use", "weight"}),
}
