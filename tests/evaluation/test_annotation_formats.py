"""Records go into every annotation format and come back equal; what a person changes there comes back changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from evaluation_samples import TEXT, as_prediction, gold_record, perturbed, place
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.cli.main import main
from extractor.errors import RecordError
from extractor.evaluation.annotation import FORMATS, Label, Link, Sheet, as_gold, to_record, to_sheet
from extractor.evaluation.gold import load_gold

NAMES = sorted(FORMATS)


def target(name: str, tmp_path: Path) -> Path:
    return tmp_path / {"brat": "brat", "doccano": "d.jsonl", "label-studio": "ls.json", "docbin": "d.spacy"}[name]


def there_and_back(name: str, sheets: list[Sheet], tmp_path: Path) -> list[Sheet]:
    path = target(name, tmp_path)
    FORMATS[name].write(sheets, path)
    return FORMATS[name].read(path)


@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_comes_back_equal(name: str, tmp_path: Path) -> None:
    sheet = to_sheet(gold_record("d1"), TEXT)
    assert len(sheet.labels) > 12
    assert {link.kind for link in sheet.links} == {"of", "post", "body"}
    assert there_and_back(name, [sheet], tmp_path) == [sheet]


@pytest.mark.parametrize("name", NAMES)
def test_hard_texts_come_back_equal(name: str, tmp_path: Path) -> None:
    """Rare characters outside the basic plane, line breaks inside a name, carriage returns, tabs, quotes."""
    text = "𠮷林省副省长马\r\n荣\t出席“𠮷马集团”活动\r\n"
    at = text.index("马\r\n荣")
    record = {
        "id": "d1", "organizers": [], "quantities": [],
        "officials": [{"name": "马荣", "posts": [{"org": ["吉林省"], "title": "副省长"}], "mentions": [[at, at + 4]]}],
        "companies": [{"name": "𠮷马集团", "aliases": [], "mentions": [place("𠮷马集团", text)]}],
    }
    sheet = to_sheet(record, text)
    assert there_and_back(name, [sheet], tmp_path) == [sheet]
    assert to_record(sheet) == record


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_text_comes_back(name: str, tmp_path: Path) -> None:
    sheets = [Sheet("a", ""), Sheet("b", "无事")]
    assert there_and_back(name, sheets, tmp_path) == sheets


@given(st.integers(0, 100_000), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_record_survives_its_sheet(seed: int, predicted: bool) -> None:
    record = perturbed(gold_record(), seed) if predicted else gold_record()
    assert to_record(to_sheet(record, TEXT)) == record


@pytest.mark.parametrize("name", NAMES)
@given(seed=st.integers(0, 100_000))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_record_survives_every_format(name: str, seed: int, tmp_path: Path) -> None:
    record = perturbed(gold_record("d1"), seed)
    (sheet,) = there_and_back(name, [to_sheet(record, TEXT)], tmp_path)
    assert to_record(sheet) == record


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_gold_survives_every_format(name: str, tmp_path: Path, repository: Path) -> None:
    gold = load_gold(repository / "corpus" / "gold", texts=repository / "corpus" / "documents")
    sheets = [to_sheet(record, gold.texts[key]) for key, record in gold.records.items()]
    back = {sheet.id: to_record(sheet) for sheet in there_and_back(name, sheets, tmp_path)}
    assert back == gold.records


def test_real_gold_survives_its_sheet(repository: Path) -> None:
    folder = repository.parent / "shared" / "gold"
    if not folder.is_dir():
        pytest.skip("../shared/gold is not here; the sample gold's twin runs")
    gold = load_gold(folder / "records", texts=folder / "texts", part="fit")
    for key, record in gold.records.items():
        assert to_record(to_sheet(record, gold.texts[key])) == record


# ---- what people change ---------------------------------------------------------------------------------------------


def edited(change: Any, record: dict[str, Any] | None = None) -> dict[str, Any]:
    """The record after a person changed labels and links of its sheet."""
    sheet = to_sheet(record or as_prediction(gold_record()), TEXT)
    labels, links = set(sheet.labels), set(sheet.links)
    change(labels, links)
    kept = tuple(sorted(link for link in links if link.source in labels and link.target in labels))
    return to_record(Sheet(sheet.id, sheet.text, tuple(sorted(labels)), kept, sheet.notes))


def label(part: str, name: str) -> Label:
    start, end = place(part)
    return Label(start, end, name)


def names(record: dict[str, Any], field: str) -> list[str]:
    return [fact["name"] for fact in record[field]]


def test_a_label_taken_away_takes_its_fact_away() -> None:
    record = edited(lambda labels, links: labels.remove(label("三一重工", "company")))
    assert names(record, "companies") == ["中国重汽"]
    assert names(record, "officials") == ["张相木", "李明"]


def test_a_label_made_longer_gives_the_new_name_at_the_old_place() -> None:
    def change(labels: set[Label], links: set[Link]) -> None:
        labels.remove(label("三一重工", "company"))
        labels.add(label("三一重工、中国重汽", "company"))
        labels.remove(label("中国重汽", "company"))

    assert names(edited(change), "companies") == ["三一重工、中国重汽"]


def test_another_role_is_another_label() -> None:
    def change(labels: set[Label], links: set[Link]) -> None:
        labels.remove(label("黄石市招商局", "undertake"))
        labels.add(label("黄石市招商局", "assist"))
        links.add(Link("of", label("黄石市招商局", "assist"), label("装备制造业对接会", "event")))

    record = edited(change)
    assert [(o["name"], o["role"], o["event"]) for o in record["organizers"]] == [
        ("工业和信息化部", "host", "装备制造业对接会"), ("黄石市招商局", "assist", "装备制造业对接会"),
    ]


def test_a_new_official_with_a_post() -> None:
    def change(labels: set[Label], links: set[Link]) -> None:
        labels.remove(label("李明", "official"))
        labels.add(label("市长李明", "official"))
        links.add(Link("post", label("副市长", "title"), label("市长李明", "official")))

    record = edited(change, gold_record())
    assert {"name": "市长李明", "posts": [{"org": "黄石市", "title": "副市长"}], "mentions": [place("市长李明")]} in [
        {key: fact[key] for key in ("name", "posts", "mentions")} for fact in record["officials"]
    ]


def test_a_further_mention_keeps_the_name() -> None:
    def change(labels: set[Label], links: set[Link]) -> None:
        labels.add(label("工业和信息化部装备工业司", "host"))
        links.add(Link("same", label("工业和信息化部装备工业司", "host"), label("工业和信息化部", "host")))

    first = edited(change)["organizers"][0]
    assert first["name"] == "工业和信息化部"
    assert first["aliases"] == ["工信部"]
    assert first["mentions"] == [place("工业和信息化部"), place("工业和信息化部装备工业司")]


def test_another_body_for_a_post() -> None:
    def change(labels: set[Label], links: set[Link]) -> None:
        title = label("司长", "title")
        links.discard(Link("body", title, label("工业和信息化部装备工业司", "org")))
        labels.add(label("装备工业司", "org"))
        links.add(Link("body", title, label("装备工业司", "org")))

    (post,) = next(fact for fact in edited(change)["officials"] if fact["name"] == "张相木")["posts"]
    assert (post["org"], post["title"]) == ("装备工业司", "司长")


def test_a_new_quantity_is_valued_by_the_reader() -> None:
    def change(labels: set[Label], links: set[Link]) -> None:
        labels.remove(label("300余人", "count"))
        labels.add(label("8月19日", "count"))

    fact = edited(change)["quantities"][-1]
    assert fact["text"] == "8月19日"
    sheet = Sheet("d", TEXT, (label("300余人", "count"),))
    (fact,) = to_record(sheet)["quantities"]
    assert (fact["min"], fact["max"], fact["comparator"], fact["unit"]) == (300, None, ">", "人")


def test_labels_alone_make_a_record() -> None:
    labels = (
        label("工业和信息化部", "host"), label("装备制造业对接会", "event"), label("张相木", "official"),
        label("司长", "title"), label("工业和信息化部装备工业司", "org"), label("三一重工", "company"),
    )
    links = (
        Link("of", labels[0], labels[1]), Link("post", labels[3], labels[2]), Link("body", labels[3], labels[4]),
    )
    record = to_record(Sheet("d", TEXT, labels, links))
    assert names(record, "companies") == ["三一重工"]
    assert record["organizers"][0]["event"] == "装备制造业对接会"
    assert record["officials"][0]["posts"] == [{"org": "工业和信息化部装备工业司", "title": "司长"}]


def test_names_of_labels_are_repaired_and_without_line_breaks() -> None:
    text = "由工業(yè)和\n信息化部主辦"
    record = to_record(Sheet("d", text, (Label(1, text.index("主"), "host"),)))
    assert names(record, "organizers") == ["工业和信息化部"]


@pytest.mark.parametrize(
    "sheet", [Sheet("d", "短", (Label(0, 5, "host"),)), Sheet("d", "短文", (Label(0, 1, "boss"),))]
)
def test_a_sheet_that_is_none_is_refused(sheet: Sheet) -> None:
    with pytest.raises(RecordError, match="sheet d"):
        to_record(sheet)


# ---- the formats themselves -----------------------------------------------------------------------------------------


def test_brat_lines_have_brats_form(tmp_path: Path) -> None:
    FORMATS["brat"].write([to_sheet(gold_record("d1"), TEXT)], tmp_path)
    lines = (tmp_path / "d1.ann").read_text("utf-8").splitlines()
    start, end = place("张相木")
    assert any(line.split("\t")[1:] == [f"official {start} {end}", "张相木"] for line in lines)
    assert any(line.startswith("R") and "\tpost Arg1:T" in line for line in lines)
    assert any(line.startswith("#") and line.endswith("> 300…None 人") for line in lines)
    assert "post\tArg1:title, Arg2:official" in (tmp_path / "annotation.conf").read_text("utf-8")


def test_brat_offsets_that_miss_their_words_are_refused(tmp_path: Path) -> None:
    (tmp_path / "d1.txt").write_text(TEXT, "utf-8")
    (tmp_path / "d1.ann").write_text("T1\tcompany 1 5\t三一重工\n", "utf-8")
    with pytest.raises(RecordError, match=r"d1\.ann, line 1: the offsets and the words do not agree"):
        FORMATS["brat"].read(tmp_path)


def test_doccano_s_own_rows_and_the_old_form_are_read(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "text": TEXT, "Comments": [], "entities": [
            {"id": 91, "label": "title", "start_offset": place("司长")[0], "end_offset": place("司长")[1]},
            {"id": 92, "label": "official", "start_offset": place("张相木")[0], "end_offset": place("张相木")[1]}],
         "relations": [{"id": 3, "from_id": 91, "to_id": 92, "type": "post"}]},
        {"id": 8, "text": TEXT, "label": [[*place("三一重工"), "company"]]},
    ]
    file = tmp_path / "export.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    first, second = FORMATS["doccano"].read(file)
    assert first.id == "7"
    assert first.links == (Link("post", label("司长", "title"), label("张相木", "official")),)
    assert names(to_record(second), "companies") == ["三一重工"]


def test_label_studio_annotations_count_before_predictions_and_utf16_is_read(tmp_path: Path) -> None:
    text = "𠮷林的三一重工"
    file = tmp_path / "ls.json"
    FORMATS["label-studio"].write([Sheet("d", text, (Label(0, 2, "host"),))], file)
    (task,) = json.loads(file.read_text("utf-8"))
    value = {"start": 4, "end": 8, "text": "三一重工", "labels": ["company"]}
    region = {"id": "x", "type": "labels", "from_name": "label", "to_name": "text", "value": value}
    task["annotations"] = [{"result": [region]}]
    file.write_text(json.dumps([task]), "utf-8")
    (sheet,) = FORMATS["label-studio"].read(file)
    assert sheet.labels == (Label(3, 7, "company"),)


def test_docbin_trains_as_it_is(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    FORMATS["docbin"].write([to_sheet(gold_record("d1"), TEXT)], tmp_path / "d.spacy")
    (doc,) = DocBin().from_disk(tmp_path / "d.spacy").get_docs(spacy.blank("zh").vocab)
    assert doc.text == TEXT
    assert ("张相木", "official") in {(ent.text, ent.label_) for ent in doc.ents}
    assert ("工业和信息化部装备工业司", "org") in {(span.text, span.label_) for span in doc.spans["facts"]}


@pytest.mark.parametrize("name", ["doccano", "label-studio", "docbin"])
def test_a_file_of_another_kind_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_text('{"a": 1}\n', "utf-8")
    with pytest.raises(RecordError) as caught:
        FORMATS[name].read(file)
    assert "\n" not in str(caught.value)


# ---- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_export_and_import_make_gold(name: str, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "d1.txt").write_text(TEXT, "utf-8")
    (tmp_path / "p.jsonl").write_text(json.dumps({**as_prediction(gold_record("d1")), "schema": 1}) + "\n", "utf-8")
    path = str(target(name, tmp_path))
    options = ["--format", name, "--predictions", str(tmp_path / "p.jsonl")]
    assert main(["annotate", "export", str(texts), *options, "-o", path]) == 0
    assert main(["annotate", "import", path, "--format", name, "-o", str(tmp_path / "gold")]) == 0
    made = json.loads((tmp_path / "gold" / "d1.json").read_text("utf-8"))
    assert made == as_gold(as_prediction(gold_record("d1")))
    assert made["officials"][0]["posts"][0]["org"] == ["工业和信息化部装备工业司"]
    assert main(["gold", "check", str(tmp_path / "gold"), "--texts", str(texts)]) == 0


def test_export_prefills_with_the_pipeline(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "d1.txt").write_text(TEXT, "utf-8")
    assert main(["annotate", "export", str(texts), "--format", "doccano", "-o", str(tmp_path / "d.jsonl")]) == 0
    (sheet,) = FORMATS["doccano"].read(tmp_path / "d.jsonl")
    assert label("300余人", "count") in sheet.labels
    assert main(["annotate", "export", str(texts), "--empty", "--format", "doccano", "-o", str(tmp_path / "e")]) == 0
    assert FORMATS["doccano"].read(tmp_path / "e")[0].labels == ()
