"""Releases made up by rule: as many as a test wants, the same ones for the same seed, no two of them alike."""

from __future__ import annotations

import random

_REGIONS = ("湖北省", "四川省", "江苏省", "新疆维吾尔自治区", "黄石市", "合肥市", "宜昌市", "绵阳市", "无锡市", "喀什地区")
_BODIES = ("发展和改革委员会", "工业和信息化厅", "商务厅", "农业农村厅", "科学技术局", "住房和城乡建设局", "人力资源和社会保障厅")
_TITLES = ("主任", "厅长", "副厅长", "局长", "副局长", "党组书记", "处长")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳敏静强磊军洋勇艳杰涛明超霞平刚桂英华文志国建春海云山玉兰"
_TRADES = ("装备制造", "新能源", "纺织服装", "生物医药", "农产品加工", "电子信息", "现代物流", "文化旅游", "节能环保", "新材料")
_THINGS = ("项目", "企业", "合作协议", "示范园区", "重点工程", "技术成果")
_NAMES = ("宏远", "金桥", "天和", "华泰", "东升", "瑞丰", "恒信", "海川", "凯达", "正元", "鼎盛", "新盟")
_KINDS = ("机械股份有限公司", "科技有限公司", "集团有限公司", "建设集团", "农业发展有限公司", "电力设备有限公司")
_PLAIN = (
    "会议指出，要进一步优化营商环境，完善{trade}产业链条，推动项目早落地、早开工、早见效。",
    "与会代表围绕{trade}的发展方向、人才培养和要素保障作了深入交流，并提出多条可行的建议。",
    "下一步，{region}将把{trade}作为转型升级的突破口，健全协调机制，强化跟踪服务。",
    "当地群众表示，{trade}带来的变化看得见、摸得着，对今后的日子更有信心。",
    "有关负责人要求，各单位要压实责任，对照清单逐条整改，确保{trade}各项任务按期完成。",
    "据了解，{region}近年来持续加大对{trade}的投入，基础设施和公共服务水平稳步提升。",
)
_FACTS = (
    "{day}，由{region}{body}主办的{trade}产业对接会在{region}举行，来自各地的{n}余名客商参加。",
    "{region}{body}{title}{person}出席并讲话，强调要抓紧落实各项措施。",
    "{company}与{region}签署合作协议，计划投资{money}亿元建设{trade}基地，占地{area}亩。",
    "截至目前，全区共有{trade}{thing}{n}个，其中1亿元以上项目{small}个，总投资额超过{money}亿元。",
    "统计显示，上半年完成产值{big}万元，同比增长{percent}%，新增就业{n}人。",
    "{company}、{company2}等{small}家企业到会，现场签约{thing}{small}项。",
    "{region}{body}{title}{person}说，今年将安排专项资金{big}万元，支持{small}个县开展试点。",
)


def release(seed: int, *, sentences: int = 10) -> str:
    """One release; about 45 characters a sentence."""
    rng = random.Random(seed)
    lines = []
    for at in range(sentences):
        template = rng.choice(_FACTS if at % 2 == 0 else _PLAIN)
        lines.append(template.format(
            day=f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日", region=rng.choice(_REGIONS), body=rng.choice(_BODIES),
            title=rng.choice(_TITLES), person=rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, 2)),
            trade=rng.choice(_TRADES), thing=rng.choice(_THINGS), company=rng.choice(_NAMES) + rng.choice(_KINDS),
            company2=rng.choice(_NAMES) + rng.choice(_KINDS), n=rng.randint(11, 990), small=rng.randint(2, 60),
            money=f"{rng.randint(2, 900)}.{rng.randint(1, 9)}", area=rng.randint(20, 3000),
            big=f"{rng.randint(1, 99)},{rng.randint(100, 999)}", percent=f"{rng.randint(1, 40)}.{rng.randint(1, 9)}",
        ))
    paragraphs = ["　　" + "".join(lines[at : at + 3]) for at in range(0, len(lines), 3)]
    return "\n".join(paragraphs) + "\n"
