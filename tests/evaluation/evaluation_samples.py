"""Hand-made gold and predictions: small records of our own, and perturbations of them."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

TEXT = (
    "由工业和信息化部主办、黄石市招商局承办的装备制造业对接会8月19日在乌鲁木齐举行。工业和信息化部装备工业司司长"
    "张相木、黄石市副市长李明出席。三一重工、中国重汽等300余人参加，签约项目27项，总投资额近千亿元，其中1亿元以上项目24个。"
)


def place(part: str, text: str = TEXT) -> list[int]:
    start = text.index(part)
    return [start, start + len(part)]


def gold_record(name: str = "doc1") -> dict[str, Any]:
    return {
        "id": name,
        "events": [{"name": "装备制造业对接会", "place": "乌鲁木齐", "start": None, "end": None}],
        "organizers": [
            {"name": "工业和信息化部", "aliases": ["工信部"], "role": "host", "event": "装备制造业对接会",
             "mentions": [place("工业和信息化部")]},
            {"name": "黄石市招商局", "aliases": [], "role": "undertake", "event": "装备制造业对接会",
             "mentions": [place("黄石市招商局")]},
        ],
        "officials": [
            {"name": "张相木", "posts": [{"org": ["工业和信息化部装备工业司"], "title": "司长"}],
             "mentions": [place("张相木")]},
            {"name": "李明", "posts": [{"org": ["黄石市人民政府", "黄石市"], "title": "副市长"}],
             "mentions": [place("李明")]},
        ],
        "companies": [
            {"name": "三一重工", "aliases": [], "mentions": [place("三一重工")]},
            {"name": "中国重汽", "aliases": [], "mentions": [place("中国重汽")]},
        ],
        "quantities": [
            quantity("count", "300余人", 300, None, ">", unit="人", value=300),
            quantity("count", "27项", 27, 27, "=", unit="项", value=27, noun="签约项目"),
            quantity("amount", "近千亿元", None, 1e11, "<", currency="CNY", value=1e11, noun="总投资额"),
            quantity("amount", "1亿元以上", 1e8, None, ">=", currency="CNY", value=1e8),
            quantity("count", "24个", 24, 24, "=", unit="个", value=24, noun="项目",
                     condition={"min": 1e8, "currency": "CNY"}),
        ],
    }


def quantity(kind: str, said: str, low: Any, high: Any, comparator: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind, "text": said, "span": place(said), "min": low, "max": high, "comparator": comparator,
        "value": None, "noun": None, "condition": None, **more,
    }


def as_prediction(gold: dict[str, Any]) -> dict[str, Any]:
    """Gold as a perfect system would say it: one org a post."""
    out = copy.deepcopy(gold)
    for official in out["officials"]:
        for post in official["posts"]:
            if isinstance(post["org"], list):
                post["org"] = post["org"][0] if post["org"] else None
    return out


def perturbed(gold: dict[str, Any], seed: int) -> dict[str, Any]:
    """A prediction with errors of every kind, the same for the same seed."""
    rng = random.Random(seed)
    out = as_prediction(gold)
    for key in ("organizers", "officials", "companies", "quantities"):
        facts = [fact for fact in out[key] if rng.random() > 0.15]
        facts += [copy.deepcopy(fact) for fact in facts if rng.random() < 0.1]
        for fact in facts:
            if rng.random() < 0.2:
                if key == "quantities":
                    _spoil_quantity(fact, rng)
                else:
                    fact["name"] = rng.choice([fact["name"][1:], "新" + fact["name"], " ".join(fact["name"])])
            if key == "organizers" and rng.random() < 0.2:
                fact["role"] = rng.choice(["host", "support"])
            if key == "officials":
                for post in fact["posts"]:
                    if rng.random() < 0.2:
                        post["org"] = rng.choice([None, "省政府", post["org"]])
                    if rng.random() < 0.2:
                        post["title"] = "副" + post["title"]
                if rng.random() < 0.1:
                    fact["posts"] = []
        rng.shuffle(facts)
        out[key] = facts
    return out


def _spoil_quantity(fact: dict[str, Any], rng: random.Random) -> None:
    what = rng.choice(["span", "min", "comparator", "unit", "kind"])
    if what == "span":
        fact["span"] = [fact["span"][0] + 1, fact["span"][1] + 2]
    elif what == "min":
        fact["min"] = (fact["min"] or 1) * rng.choice([10, 1 + 1e-12])
    elif what == "comparator":
        fact["comparator"] = "~"
    elif what == "unit":
        fact["unit"] = "家"
    else:
        fact["kind"] = "count"




def write_gold(folder: Path, records: dict[str, dict[str, Any]]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, record in records.items():
        (folder / f"{name}.json").write_text(json.dumps({**record, "id": name}, ensure_ascii=False), "utf-8")
    return folder


def write_predictions(file: Path, records: dict[str, dict[str, Any]]) -> Path:
    lines = [json.dumps({**record, "id": name}, ensure_ascii=False) for name, record in records.items()]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file
