"""The report page in headless Chromium: what a reader clicks, types and sees."""

from __future__ import annotations

import copy
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from evaluation_samples import TEXT, as_prediction, gold_record

from extractor.evaluation.gold import Gold
from extractor.evaluation.report import build_page

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium (Debian: apt install chromium fonts-noto-cjk)"),
]

HOSTILE = "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>发布会"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
    with playwright.sync_playwright() as p:
        flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
        chromium = p.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


def records() -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """Three documents: one right, one with a wrong company and a missed amount, one with a hostile title."""
    gold = {name: gold_record(name) for name in ("a-right", "b-wrong", "c-hostile")}
    predicted = {name: as_prediction(record) for name, record in gold.items()}
    for fact in predicted["b-wrong"]["companies"]:
        fact["rules"] = ["company.short"]
    predicted["b-wrong"]["companies"][0]["name"] = "三一"
    predicted["b-wrong"]["quantities"].pop(2)
    predicted["a-right"]["quantities"][0]["rules"] = ["quantity.count"]
    predicted["c-hostile"]["title"] = HOSTILE
    texts = dict.fromkeys(gold, TEXT) | {"b-wrong": TEXT.replace("𠮷", "") + "唯一的尾巴"}
    return gold, predicted, texts


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    gold, predicted, texts = records()
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(build_page(texts, predicted, Gold(Path("gold"), gold, texts)), "utf-8")
    return file


class Seen:
    """A page with everything it logged and asked for."""

    def __init__(self, context: Any, file: Path) -> None:
        self.page = context.new_page()
        self.messages: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())
        self.page.wait_for_selector("[data-ready=yes]")

    def wait(self, documents: int) -> None:
        """Until the list holds so many documents (search waits a moment for the next key)."""
        import playwright.sync_api

        playwright.sync_api.expect(self.page.locator("#list li")).to_have_count(documents)

    def titles(self) -> list[str]:
        return self.page.locator("#list .id").all_text_contents()

    def marks(self, side: str = "predicted") -> list[str]:
        return self.page.locator(f"[data-side={side}] mark").all_inner_texts()


@pytest.fixture
def seen(browser: Any, page_file: Path) -> Iterator[Seen]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    view = Seen(context, page_file)
    yield view
    assert view.messages == []
    assert [url for url in view.requests if not url.startswith(("file:", "data:"))] == []
    context.close()


def test_every_document_is_listed_and_the_first_is_open(seen: Seen) -> None:
    assert seen.titles() == ["a-right", "b-wrong", "c-hostile"]
    assert seen.page.locator("#view .title").inner_text().startswith("由工业和信息化部主办")


def test_marks_stand_at_their_offsets_in_the_original_text(seen: Seen) -> None:
    assert seen.page.locator("[data-side=predicted]").inner_text() == TEXT
    found = seen.page.eval_on_selector_all(
        "[data-side=gold] mark", "marks => marks.map(m => [+m.dataset.start, +m.dataset.end, m.textContent])"
    )
    assert len(found) > 8
    assert all(TEXT[start:end] == text for start, end, text in found)
    assert {"张相木", "三一重工", "近千亿元", "300余人"} <= {text for _, _, text in found}


def test_filter_by_field_marks_that_field_alone(seen: Seen) -> None:
    seen.page.select_option("#by-field", "companies")
    assert seen.marks() == ["三一重工", "中国重汽"]


def test_filter_by_cause_shows_its_documents_and_errors(seen: Seen) -> None:
    seen.page.select_option("#by-cause", "boundary")
    assert seen.titles() == ["b-wrong"]
    assert seen.page.locator(".errors .cause").all_inner_texts() == ["boundary"]
    seen.page.locator("#clear").click()
    assert len(seen.titles()) == 3
    assert seen.page.locator("#clear").is_hidden()


def test_a_number_of_the_cause_table_filters(seen: Seen) -> None:
    seen.page.locator(".cell[data-cause='missed trigger'][data-field=amounts]").click()
    assert seen.titles() == ["b-wrong"]
    assert seen.page.locator(".errors .gold").all_inner_texts() == ["近千亿元 = < …100000000000 CNY 总投资额"]


def test_filter_by_rule(seen: Seen) -> None:
    seen.page.select_option("#by-rule", "company.short")
    assert seen.titles() == ["b-wrong"]
    assert seen.marks() == ["三一重工", "中国重汽"]


def test_only_with_errors(seen: Seen) -> None:
    seen.page.check("#only-errors")
    assert seen.titles() == ["b-wrong"]


def test_search_finds_text_and_marks_it(seen: Seen) -> None:
    seen.page.keyboard.press("/")
    seen.page.keyboard.type("唯一的尾巴")
    seen.wait(1)
    assert seen.titles() == ["b-wrong"]
    assert seen.page.locator("[data-side=gold] mark.found").all_inner_texts() == ["唯一的尾巴"]
    seen.page.keyboard.press("Escape")
    seen.wait(3)


def test_keyboard_walks_documents_and_errors(seen: Seen) -> None:
    seen.page.keyboard.press("j")
    assert "b-wrong" in seen.page.locator("#view .meta").inner_text()
    seen.page.keyboard.press("n")
    assert seen.page.locator(".errors .on .cause").inner_text() == "boundary"
    flashed = seen.page.locator("mark.flash").all_inner_texts()
    assert flashed == ["三一重工", "三一重工"]
    seen.page.keyboard.press("n")
    assert seen.page.locator(".errors .on .cause").inner_text() == "missed trigger"
    seen.page.keyboard.press("k")
    assert "a-right" in seen.page.locator("#view .meta").inner_text()


def test_hover_and_focus_tell_rule_and_normalisation(seen: Seen) -> None:
    mark = seen.page.locator("[data-side=predicted] mark", has_text="300余人")
    mark.hover()
    told = seen.page.locator("#tip").inner_text()
    assert "> 300 人" in told
    assert "quantity.count" in told
    seen.page.mouse.move(0, 0)
    assert seen.page.locator("#tip").is_hidden()
    mark.focus()
    assert seen.page.locator("#tip").is_visible()


def test_a_fact_of_the_table_leads_to_its_place(seen: Seen) -> None:
    seen.page.locator(".facts button", has_text="中国重汽").click()
    assert seen.page.locator("[data-side=predicted] mark.flash").all_inner_texts() == ["中国重汽"]


def test_the_legend_switches_a_field_off_and_on(seen: Seen) -> None:
    button = seen.page.locator(".legend button", has_text="companies")
    button.click()
    assert "三一重工" not in seen.marks()
    seen.page.locator(".legend button", has_text="companies").click()
    assert "三一重工" in seen.marks()


def test_a_script_in_a_title_stays_text(seen: Seen) -> None:
    seen.page.locator("#list button").nth(2).click()
    assert seen.page.locator("#view .title").inner_text() == HOSTILE
    assert seen.page.evaluate("window.hacked") is None
    assert seen.page.locator("#view img, #list img").count() == 0


def test_light_and_dark(seen: Seen) -> None:
    def paper() -> str:
        return seen.page.evaluate("getComputedStyle(document.body).backgroundColor")

    light = paper()
    seen.page.keyboard.press("t")
    dark = paper()
    assert light != dark
    assert _brightness(light) > 200
    assert _brightness(dark) < 60


def test_every_mark_can_be_read_in_light_and_dark(seen: Seen) -> None:
    """WCAG contrast of the marked characters on their ground is 4.5 at least."""
    for _ in ("light", "dark"):
        pairs = seen.page.eval_on_selector_all(
            ".text mark:not(.light):not(.two)",
            "marks => marks.map(m => [getComputedStyle(m).color, getComputedStyle(m).backgroundColor])",
        )
        assert min(_contrast(ink, ground) for ink, ground in pairs) >= 4.5
        seen.page.keyboard.press("t")


def _rgb(color: str) -> list[float]:
    return [float(part) for part in color[color.index("(") + 1 : -1].split(",")[:3]]


def _brightness(color: str) -> float:
    return sum(_rgb(color)) / 3


def _contrast(one: str, two: str) -> float:
    def luminance(color: str) -> float:
        parts = [c / 255 for c in _rgb(color)]
        r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_dark_follows_the_system(browser: Any, page_file: Path) -> None:
    context = browser.new_context(color_scheme="dark")
    view = Seen(context, page_file)
    assert view.page.evaluate("document.documentElement.dataset.theme") == "dark"
    context.close()


def test_readable_on_a_phone(browser: Any, page_file: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    view = Seen(context, page_file)
    assert view.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert view.page.evaluate("scrollY") == 0
    size = view.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.text')).fontSize)")
    assert size >= 16
    view.page.locator("[data-side=predicted] mark", has_text="300余人").tap()
    assert view.page.locator("#tip").is_visible()
    box = view.page.locator("#tip").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    context.close()


def test_a_link_opens_its_document(browser: Any, page_file: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(page_file.as_uri() + "#b-wrong")
    page.wait_for_selector("[data-ready=yes]")
    assert "b-wrong" in page.locator("#view .meta").inner_text()
    context.close()


def test_a_run_without_gold_shows_one_text_and_its_facts(browser: Any, tmp_path: Path) -> None:
    _, predicted, texts = records()
    file = tmp_path / "run.html"
    file.write_text(build_page(texts, predicted), "utf-8")
    context = browser.new_context()
    view = Seen(context, file)
    assert view.page.locator(".pane").count() == 1
    assert view.page.locator(".totals li").count() == 9
    view.page.locator(".facts button", has_text="张相木").click()
    assert view.page.locator("mark.flash").all_inner_texts() == ["张相木"]
    assert view.messages == []
    context.close()


@pytest.mark.benchmark
def test_five_hundred_documents_open_in_two_seconds(browser: Any, tmp_path: Path) -> None:
    text = TEXT * 10
    gold, predicted, texts = {}, {}, {}
    for n in range(500):
        name = f"d{n:03}"
        record = gold_record(name)
        record["companies"] *= 10
        gold[name], predicted[name], texts[name] = record, as_prediction(record), text
        predicted[name]["companies"] = copy.deepcopy(predicted[name]["companies"])[:-3]
    file = tmp_path / "big.html"
    file.write_text(build_page(texts, predicted, Gold(Path("gold"), gold, texts)), "utf-8")
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    page.goto(file.as_uri())
    page.wait_for_selector("[data-ready=yes]")
    taken = time.perf_counter() - start
    assert page.locator("#list li").count() == 500
    start = time.perf_counter()
    page.keyboard.press("j")
    page.locator("#view .meta", has_text="d001").wait_for()
    assert time.perf_counter() - start < 0.5
    assert taken < 2, f"{taken:.2f} s"
    context.close()
