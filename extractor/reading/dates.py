"""Publication dates as they are written → ISO."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?:\d{6})?(?!\d)")
_LABELLED = re.compile(
    r"(?:发布时间|发布日期|发文日期|成文日期|日期|时间|發布時間|發佈日期)\s?[:：]?\s{0,4}"
    r"((?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2})"
)


def iso_date(text: object) -> str | None:
    """The first whole date in `text` (2021/6/9, 2021年6月9日, 20210609, 2021-06-09 10:20…) as ISO, or None."""
    if text is None or isinstance(text, bool):
        return None
    shown = str(text)[:100]
    for pattern in (_DATE, _COMPACT):
        for match in pattern.finditer(shown):
            try:
                return date(*(int(part) for part in match.groups()[:3])).isoformat()
            except ValueError:
                continue
    return None


def labelled_date(text: str) -> str | None:
    """The date that a page gives behind 发布时间 and the like."""
    match = _LABELLED.search(text)
    return iso_date(match[1]) if match else None
