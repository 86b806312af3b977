"""What a quantity's clause adds: the direction and basis of a change, and the condition that an amount is for a count."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.numerals.reading import Draft
from extractor.records import Condition, Quantity

_CHANGE = re.compile(
    r"(?P<up>增长|增幅|上升|提高|提升|增加|上涨|攀升|回升|递增|涨幅?|增|快于|快|高于|高出|扩大|多收|升高|升|(?<!最)高)"
    r"|(?P<down>下降|降低|减少|下跌|回落|缩减|下滑|降幅|跌幅?|负增长|减|降|低于|收窄|跌|(?<!最)低)"
)
_CHANGE_TAIL = re.compile(r"[了到至为达约近超过幅度率速将分别逾突破、\s0-9.%—-]*")
_BASIS = re.compile(
    r"同比|环比|(?:较|比)(?:上年|去年|前年|上月|上季度|上一?季|年初|往年|上届|同期|上半年|(?:19|20)[0-9]{2}年)"
    r"(?:同期|末|底|初)?|与(?:上年|去年)同期相比|(?<![占对同环之百可性])(?:较|比)(?![例重率值较赛])[^，。；比较0-9]{1,14}?"
    r"(?=(?:增长|上升|提高|增加|下降|减少|快|高|低|多|少))"
)


_CLAUSE_CUT = re.compile(r"[，。；：\n！？]")


def clause_before(text: str, start: int) -> str:
    """The clause in front of `start`, at most 26 characters of it."""
    return _CLAUSE_CUT.split(text[max(0, start - 26) : start])[-1]


CHANGING = frozenset(("percent", "amount", "multiple"))


def set_change(text: str, quantity: Draft) -> None:
    """`change` and `basis` of a quantity of a kind that changes: 同比增长8.5% is up against 同比."""
    clause = clause_before(text, quantity.span[0])
    said = None
    for said in _CHANGE.finditer(clause):  # noqa: B007 - the last one counts
        pass
    if said is None:
        return
    tail = clause[said.end() :]
    if _CHANGE_TAIL.fullmatch(tail) is None:
        return
    to = any(char in tail for char in "到至达")
    quantity.change = "to" if to else ("up" if said["up"] else "down")
    found = _BASIS.search(clause)
    if found:
        quantity.basis = found[0]


_QUALIFIED = re.compile(
    r"[一-鿿]{0,4}?(?:项目|企业|工程|单位|公司|合同|订单|产品|园区|集群|乡镇|镇|村|县|客户|农户)(?:[共有达]|$|[0-9])"
)
_BETWEEN = re.compile(r"的?[^，。；：、\n0-9]{1,10}")
_THEN = re.compile(r"[^，。；：、\n]{0,12}")


def bind_conditions(text: str, quantities: list[Quantity], on: frozenset[str]) -> list[Quantity]:
    """1亿元以上项目24个 and 6家年销售额过千亿元的巨头: the amount is what the counted things must satisfy."""
    if "quantity.condition" not in on:
        return quantities
    out = list(quantities)
    for index, amount in enumerate(out):
        if amount.kind != "amount" or amount.comparator not in (">", ">=", "<", "<="):
            continue
        behind = out[index + 1] if index + 1 < len(out) else None
        if (
            behind is not None
            and behind.kind == "count"
            and amount.comparator in (">=", "<=", ">", "<")
            and _BETWEEN.fullmatch(text, amount.span[1], behind.span[0])
            and _qualifies(text, amount)
        ):
            out[index], out[index + 1] = _bind(amount, behind)
            continue
        front = out[index - 1] if index else None
        if (
            front is not None
            and front.kind == "count"
            and text[amount.span[1] : amount.span[1] + 1] == "的"
            and _THEN.fullmatch(text, front.span[1], amount.span[0])
        ):
            out[index], out[index - 1] = _bind(amount, front)
    return out


def _qualifies(text: str, amount: Quantity) -> bool:
    """The amount stands in front of its noun: 以上 or 以下 closes it, or 的 follows."""
    return (
        amount.text.endswith(("以上", "以下", "以内", "之上"))
        or text[amount.span[1] : amount.span[1] + 1] == "的"
        or _QUALIFIED.match(text, amount.span[1]) is not None
    )


def _bind(amount: Quantity, count: Quantity) -> tuple[Quantity, Quantity]:
    condition = Condition(min=amount.min, max=amount.max, currency=amount.currency, span=amount.span)
    return replace(amount, role="threshold", rules=(*amount.rules, "quantity.condition")), replace(
        count, condition=condition, rules=(*count.rules, "quantity.condition")
    )
