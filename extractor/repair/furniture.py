"""Page furniture (发布时间, 来源, 责任编辑, 打印, 上一篇…): found and marked, never removed. The patterns are data."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from extractor.offsets import Span, merge

_LONGEST = 90
"""A longer line is prose that happens to begin like furniture."""
# One of these is in all furniture. An automaton, since one regex of so many words costs four times as much.
_ANY = AhoCorasick(
    [
        "发布", "发稿", "更新时", "上传", "成文日", "录入", "来源", "责编", "编辑", "作者:", "作者：", "审核", "校对", "浏览",
        "阅读", "点击", "访问", "一篇", "一条", "一页", "相关", "位置", "首页", "版权", "ICP", "Copyright", "公网", "索引",
        "主题分类", "公开", "字体", "字号", "扫一扫", "分享", "打印", "关闭", "日期", "供稿", "撰稿", "审校", "初审", "终审", "编审",
        "时间:", "时间：",
    ],
    matchkind=MatchKind.LeftmostFirst,  # the least work where only the first match counts
)
_BRACKET = re.compile(r"[（(【\[]")
"""Every `part` begins with one, which is found far sooner than all of them are tried everywhere."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    kinds: dict[str, list[str]] = {"line": [], "part": []}
    for row in files("extractor.repair").joinpath("furniture.txt").read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            kind, pattern = row.split("\t", 1)
            kinds[kind].append(pattern)
    line = re.compile(r"(?m)^[^\S\n]*(?:" + "|".join(kinds["line"]) + r").*$")
    return line, re.compile("|".join(kinds["part"]))


def _may_have(text: str) -> bool:
    try:
        return bool(_ANY.find_matches_as_strings(text))
    except UnicodeEncodeError:  # a lone surrogate, which the automaton does not take
        return True


def furniture(text: str) -> tuple[Span, ...]:
    """The sorted, disjoint spans of page furniture in `text`."""
    if not _may_have(text):
        return ()
    line, part = _patterns()
    spans = [match.span() for match in line.finditer(text) if match.end() - match.start() <= _LONGEST]
    done = 0
    for bracket in _BRACKET.finditer(text):
        if bracket.start() >= done and (match := part.match(text, bracket.start())) is not None:
            spans.append(match.span())
            done = match.end()
    return tuple(merge(spans)) if spans else ()
