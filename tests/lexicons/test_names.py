"""The name model: whole strings, names after and before a place, and its accuracy on marked text."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.components.names import NEVER, NameModel
from extractor.rulebook import load_rulebook

MODEL = NameModel(load_rulebook())

# [name] after a title; the sentences are made up, the names are of common shapes.
AFTER_TITLES = """
副市长[刘志远]出席开工仪式。
县委书记[陈国栋]主持会议并讲话。
工业和信息化部装备工业司司长[周启明]介绍说，
公司董事长[欧阳建军]与代表团座谈。
局长[马超]说，今年的任务更重。
省委书记、省人大常委会主任[黄伟民]作批示。
副主任[李强]调研企业。
总经理[万勇]、副总经理于洋等陪同。
副总经理[于洋]等陪同。
市长[和向东]宣布开幕。
会长[高级]同志致辞。
主席[巴音朝鲁]会见客人。
副主席[艾力更·依明巴海]出席。
总统[卢卡申科]表示，愿同中方合作。
总理[哈桑·谢赫·马哈茂德]抵达北京。
外长[拉夫罗夫]举行会谈。
首相[石破茂]访问中国。
校长[马  荣]作报告
秘书长[司马南山]主持
县长[江永红]、副县长安全胜参加活动
处长[任红]（女）
部长[张建设]指出：
书记[方平]在会上强调
局长[白春礼]院士
乡长[次仁多吉]到现场
市长[吉尔拉?依沙木丁]出席
国家主席[迪亚斯-卡内尔]发表讲话
"""

NO_NAME_AFTER_TITLES = [
    "市长办公会研究了方案", "书记高度重视", "主任会议通过议程", "部长级会议在京召开", "县长任期内完成任务", "主席令第十二号",
    "校长办公室通知", "局长信箱开通", "经理人员应当", "教授于是离开", "代表全省人民", "委员马上就到", "书记和平时一样",
    "主任安全生产承诺", "总经理金融工作", "市长向全国推介", "处长严重违纪", "会长时任副职", "书记江苏调研", "校长周日下午",
    "部长成为焦点", "经理李先生说", "代表赵女士表示", "主席黄金时段", "主任方面负责", "书记张家口之行", "局长温暖人心",
]


def marked(line: str) -> tuple[str, int, int]:
    start = line.index("[")
    end = line.index("]") - 1
    return line.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize("line", AFTER_TITLES.split("\n")[1:-1])
def test_a_name_after_a_title_ends_where_it_ends(line):
    text, start, end = marked(line)
    best = MODEL.best_after(text, start)
    if line.startswith("会长[高级]"):
        assert best is None
        return
    assert best is not None
    assert (best.start, best.end) == (start, end)
    assert best.name == text[start:end].replace(" ", "")


@pytest.mark.parametrize("text", NO_NAME_AFTER_TITLES)
def test_text_after_a_title_is_no_name(text):
    title = re.match("市长|书记|主任|部长|县长|主席|校长|局长|经理|教授|代表|委员|总经理|处长|会长", text)
    assert title is not None
    best = MODEL.best_after(text, title.end())
    assert best is None, best


@pytest.mark.parametrize(
    "line",
    ["据[张相林]司长介绍", "会上，[薛亚平]处长说", "代表团由[王建国]部长率领", "、[李红]、", "邀请[卢卡申科]总统访华", "[欧阳文]教授主讲"],
)
def test_a_name_before_a_title_begins_where_it_begins(line):
    text, start, end = marked(line)
    best = MODEL.best_before(text, end)
    assert best is not None
    assert best.start == start


@pytest.mark.parametrize("name", ["张伟", "王建国", "李秀英", "欧阳修文", "马荣", "栾克军", "郅振邦", "范徐丽泰", "司徒美", "习远平"])
def test_names_score_above_zero(name):
    assert MODEL.score(name) > 0


@pytest.mark.parametrize(
    "word",
    [
        "高级工", "时任", "金融", "于是", "和平", "向全国", "张家口", "马上", "成为", "安全", "方面", "黄金", "任务", "严重", "江苏", "周日",
        "白天", "温暖", "常务", "广大", "全面", "明显", "同时", "应当", "解决", "充分", "从严", "孙先生", "会议", "A张三", "张", "",
    ],
)
def test_words_score_below_zero(word):
    assert MODEL.score(word) < 0


@pytest.mark.parametrize(
    "name", ["普京", "卢卡申科", "哈桑·谢赫·马哈茂德", "艾力更·依明巴海", "巴音朝鲁", "努尔·白克力", "扎西多吉", "阿不都热西提", "泽连斯基"]
)
def test_foreign_and_minority_names_score_above_zero(name):
    assert MODEL.foreign_score(name) > 0


@pytest.mark.parametrize("word", ["工作报告", "企业", "经济发展", "市政府", "张·", "·", "Tim", ""])
def test_other_text_is_no_foreign_name(word):
    assert MODEL.foreign_score(word) < 0


def test_scores_of_impossible_strings_are_never():
    assert MODEL.score("的了在") == NEVER
    assert MODEL.foreign_score("ABC") == NEVER


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="张王建国强·-? 　、，。市长A1\n马荣斯尔克夫的说", max_size=24), st.integers(0, 24))
def test_candidates_lie_in_the_text_and_come_best_first(text, place):
    found = MODEL.after(text, place)
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    for item in found:
        assert item.start == place < item.end <= len(text)
        assert item.name == re.sub(r"\s", "", text[item.start : item.end])
    for item in MODEL.before(text, min(place, len(text))):
        assert 0 <= item.start < item.end == min(place, len(text))


_TITLE = re.compile(
    r"(?:主任|书记|[部局厅司处科市县区省州镇乡会院校所团厂站行社馆台队组军]长|主席|总理|总统|秘书长|董事长|经理|常委|委员|主委|总监|工程师"
    r"|首相|外长|检察长|司令员|政委|大使|研究员|教授|院士|记者|巡视员|发言人|负责人|专员)$"
)


def test_names_after_titles_in_news(repository):
    """The figure of the model on sentences of a newspaper that it was not made from."""
    file = repository.parent / "shared" / "ner" / "peoples_daily.dev.jsonl"
    if not file.is_file():
        pytest.skip("the public name data is not beside this checkout")
    right = seen = 0
    for line in file.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        text = document["text"]
        for start, end, label, surface in document["entities"]:
            if label != "PER" or len(surface) < 2 or not _TITLE.search(text[max(0, start - 4) : start]):
                continue
            seen += 1
            best = MODEL.best_after(text, start)
            right += best is not None and best.end == end
    assert seen > 100
    assert right / seen >= 0.95


def test_names_of_officials_in_gold(repository):
    gold = repository.parent / "shared" / "gold"
    if not gold.is_dir():
        pytest.skip("the gold is not beside this checkout")
    right = seen = 0
    for name in json.loads((gold / "splits.json").read_text("utf-8"))["fit"]:
        if name == "seed":  # damaged: names are read after repair
            continue
        text = (gold / "texts" / f"{name}.txt").read_text(encoding="utf-8")
        for official in json.loads((gold / "records" / f"{name}.json").read_text("utf-8"))["officials"]:
            for start, end in official["mentions"]:
                if _TITLE.search(text[max(0, start - 4) : start]):
                    seen += 1
                    best = MODEL.best_after(text, start)
                    right += best is not None and best.end == end
    assert seen > 100
    assert right / seen >= 0.97


@pytest.mark.parametrize("text", ["查文章院长", "市发展改革委主任", "欧阳建军局长", "穆伊祖市长", "工业和信息化部负责人", "王小明、李伟任主任"])
@pytest.mark.parametrize("least", [-9.0, -5.0, 0.0, 9.0])
def test_before_gives_up_only_where_nothing_reaches_the_least(text: str, least: float) -> None:
    for end in range(1, len(text) + 1):
        every, some = MODEL.before(text, end), MODEL.before(text, end, least=least)
        assert some == every or (not some and all(candidate.score < least for candidate in every))
