"""One row a kind of damage: as found, as meant, the kinds of the edits. And what looks like damage and is none."""

from __future__ import annotations

import re

import pytest

from extractor.repair import repair

KINDS = [
    ("工業(yè)和信息化部", "工业和信息化部", {"pinyin", "script"}),
    ("機(jī)電行業(yè)協(xié)會(huì )", "机电行业协会", {"pinyin", "script"}),
    ("市長(cháng)到會", "市长到会", {"pinyin", "script"}),
    ("造紙?jiān)O(shè)備", "造纸设备", {"shift", "script"}),
    ("產(chǎn)業(yè)高端化、規(guī)?;?、集聚化", "产业高端化、规模化、集聚化", {"pinyin", "shift", "script"}),
    ("產(chǎn)業(yè)高端化、規(guī)?；?、集聚化", "产业高端化、规模化、集聚化", {"pinyin", "shift", "script"}),
    ("產(chǎn)業(yè)對(duì)口援建?。▍^(qū)、市)", "产业对口援建省（区、市)", {"pinyin", "shift", "script"}),
    ("產(chǎn)業(yè) ，高端化 、規(guī)? ; ? 、集聚化", "产业，高端化、规模化、集聚化", {"pinyin", "shift", "script", "space"}),
    ("產(chǎn)業(yè)高端化、規(guī)\ufffd;\ufffd、集聚化", "产业高端化、规模化、集聚化", {"pinyin", "shift", "script"}),
    ("今年實(shí)現(xiàn)利稅40億元 ??h政府開(kāi)會", "今年实现利税40亿元。县政府开会", {"pinyin", "shift", "script"}),
    ("陜汽集團與陜西省政府著力推進，名著與著作", "陕汽集团与陕西省政府着力推进，名著与著作", {"script"}),
    ("ÖÐ¹ú¹¤ÒµºÍÐÅÏ¢»¯²¿", "中国工业和信息化部", {"mojibake"}),
    ("中国工业和信息化部".encode().decode("latin-1"), "中国工业和信息化部", {"mojibake"}),
    ("中國工業和信息化部".encode("big5").decode("latin-1"), "中国工业和信息化部", {"mojibake"}),
    ("工业和信息化部，主办".encode().decode("gb18030"), "工业和信息化部，主办", {"mojibake"}),
    ("中\u200b国\u00ad工业\ufeff", "中国工业", {"invisible"}),
    ("&ldquo;十二五&rdquo;&#20013;&amp;nbsp;国", "“十二五”中\u00a0国", {"entity"}),
    ("\\u4e2d\\u56fd\\u3000工业", "中国\u3000工业", {"escape"}),
    ("２０１１年投资３．５亿元，增长１２％", "2011年投资3.5亿元，增长12%", {"width"}),
    ("工 业 和 信 息 化 部", "工业和信息化部", {"space"}),
    ("工业和信息化部\n、商务部主办", "工业和信息化部、商务部主办", {"line"}),
    ("工业部、\n商务部主办", "工业部、商务部主办", {"line"}),
    ("工业部，、商务部，，主办。。", "工业部、商务部，主办。", {"punctuation"}),
]


@pytest.mark.parametrize(("found", "meant", "kinds"), KINDS)
def test_kind(found: str, meant: str, kinds: set[str]) -> None:
    repaired = repair(found)
    assert repaired.text == meant
    assert {edit.kind for edit in repaired.edits} == kinds
    assert repaired.verdict == ("ok" if kinds <= {"script", "width"} else "repaired")


@pytest.mark.parametrize(("found", "meant", "kinds"), KINDS)
def test_repair_twice_is_repair_once(found: str, meant: str, kinds: set[str]) -> None:
    assert repair(meant).text == meant


@pytest.mark.parametrize("text", [
    "国内生产总值(GDP)增长6%，（试行）办法印发。", "G20(杭州)峰会", "PM2.5(细颗粒物)浓度下降", "Q&A? 请看附件",
    "亳(bó)州市举办药材交易会", "李昇(shēng)同志任主任", "单价(元)?: 待定", "锺南山院士、陶喆出席", "第一行标题\n第二行正文",
    "他问：“真的吗?！”会后再议", "总投资5亿元?还是6亿元?", "小贴士(a)(b)(c)三项", "张 三 李 四", "……——！！",
])
def test_what_is_sound_stays_and_is_the_same_object(text: str) -> None:
    repaired = repair(text)
    assert repaired.text is text
    assert repaired.alignment.is_identity
    assert not repaired.edits
    assert not repaired.marks


@pytest.mark.parametrize(("text", "meant"), [
    ("單價(元)?: 待定", "单价(元)?: 待定"), ("陳垚(yáo)主任表示，會議將於明天舉行。", "陈垚(yáo)主任表示，会议将于明天举行。"),
])
def test_traditional_text_changes_script_and_nothing_else(text: str, meant: str) -> None:
    repaired = repair(text)
    assert repaired.text == meant
    assert {edit.kind for edit in repaired.edits} == {"script"}
    assert repaired.alignment.is_identity
    assert repaired.verdict == "ok"
    assert repaired.flags == ("traditional",)


@pytest.mark.parametrize(("text", "why"), [
    ("���国��工��", "U+FFFD"), ("锟斤拷锟斤拷锟斤拷部长", "锟斤拷"), ("???????? 2011 ??????", "runs of"),
])
def test_hopeless_text_is_refused_with_the_reason(text: str, why: str) -> None:
    repaired = repair(text)
    assert repaired.verdict == "refused"
    assert why in (repaired.reason or "")
    assert repaired.text is text


def test_a_model_made_repair_says_so() -> None:
    text = "產(chǎn)業(yè)高端化、規(guī)?;?、集聚化"
    shift, = (edit for edit in repair(text).edits if edit.kind == "shift")
    assert (shift.before, shift.after, shift.certain) == ("?;?", "模化", False)
    assert shift.gain is not None
    assert shift.gap is not None
    assert shift.candidates[0] == "模化"
    repaired = repair(text)
    assert repaired.touched(shift.span) == "model"
    start = text.index("產")
    assert repaired.touched((start, start + 6)) is True  # 產(chǎn)
    assert repaired.touched((text.index("高"), text.index("高") + 2)) is False


def test_a_gloss_belongs_to_its_character() -> None:
    text = "新疆生產(chǎn)建設(shè)兵團(tuán)共同舉辦"
    repaired = repair(text)
    end = repaired.text.index("共同")
    assert text[slice(*repaired.alignment.original(0, end))] == "新疆生產(chǎn)建設(shè)兵團(tuán)"


def test_with_too_little_evidence_the_place_is_marked_and_stays() -> None:
    repaired = repair("產(chǎn)品高端化、規?;?、集聚化")
    assert "?;?" in repaired.text
    mark, = repaired.marks
    assert mark.candidates[0].startswith("模化")
    assert "unrepaired" in repaired.flags


def test_bytes_out_of_step_with_nothing_to_begin_from_are_marked() -> None:
    """Form C: 河南省（豫）、湖北省, whose lost byte left no `?`."""
    repaired = repair("產(chǎn)業(yè)設(shè)備在河南。ㄔィ⒑笔等地")
    assert "河南。ㄔィ⒑笔等地" in repaired.text
    assert [mark.text for mark in repaired.marks] == ["。ㄔィ⒑笔"]


def test_a_number_beside_a_lost_byte_is_not_guessed() -> None:
    repaired = repair("今年實(shí)現(xiàn)目標(biāo),下?lián)芫葹膸づ?000頂、棉被5000床")
    assert "拨救灾帐篷?000顶" in repaired.text
    assert any(mark.kind == "swallowed" for mark in repaired.marks)


def test_page_furniture_is_marked_and_stays() -> None:
    text = "发布时间：2011-08-19 来源：新华社\n工信部主办会议。（责任编辑：张三）\n【打印】【关闭】\n上一篇：通知"
    repaired = repair(text)
    assert repaired.text is text
    marked = [text[slice(*span)] for span in repaired.furniture]
    assert marked == ["发布时间：2011-08-19 来源：新华社", "（责任编辑：张三）", "【打印】【关闭】", "上一篇：通知"]
    assert repaired.in_furniture((0, 3))
    assert not repaired.in_furniture((text.index("工信部"), text.index("主办")))


def test_the_page_on_repair_runs(repository) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (repository / "docs" / "repair.md").read_text("utf-8"), re.S)
    assert blocks
    for block in blocks:
        exec(block, {})
