"""Where no quantity may start: names that are known, titles in 《》, slogans and names in quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from extractor.offsets import Span

_QUOTED = re.compile(
    r"“[^“”，。；：！？\n]{1,14}”|“[一二两三四五六七八九十][个项件种][^“”。；：！？\n]{1,14}”|‘[^‘’，。；：！？\n]{1,14}’|\"[^\"，。；：！？\n]{1,14}\"|「[^「」，。\n]{1,14}」"
)
_BARE_AMOUNT = re.compile(r"[0-9.百千万亿一二三四五六七八九十两多余]+(?:[亿万]|元|美元|人|%|倍|人次)")
_AMOUNT_NAME = re.compile(
    r"[0-9.百千万亿]+(?:亿|万|元|亿元|万元|美元)(?:补贴|投资|资金|补助|订单|奖励|赔偿|损失|债务|贷款)"
)
_TITLE = re.compile(r"《[^《》\n]{1,80}》")


def quotations(text: str) -> list[Span]:
    """Short quotations, in order; which of them are slogans is asked only where a number stands in one."""
    return [match.span() for match in _QUOTED.finditer(text)]


def closed_spans(text: str, blocked: Sequence[Span]) -> list[Span]:
    """Where nothing is read: names that are known and titles in 《》."""
    spans = list(blocked)
    if "《" in text:
        spans += [match.span() for match in _TITLE.finditer(text)]
    return sorted(spans)


def is_slogan(text: str, quotation: Span) -> bool:
    """A short quotation is a name or slogan (四个意识, 6轴7廊), unless it is nothing but an amount (“千亿”补贴).

    An amount or a percent in digits may still stand in a slogan.
    """
    start, end = quotation[0] + 1, quotation[1] - 1
    return _AMOUNT_NAME.fullmatch(text, start, end) is None and _BARE_AMOUNT.fullmatch(text, start, end) is None


def covering(spans: list[Span], at: int) -> Span | None:
    """The one of the sorted spans in which `at` lies: of the last two that start at or before it."""
    index = bisect_right(spans, (at, 1 << 60))
    for span in spans[max(0, index - 2) : index]:
        if at < span[1]:
            return span
    return None
