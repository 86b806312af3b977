"""`extractor browse`: the database in headless Chromium, as a reader meets it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs chromium (Debian: apt install chromium fonts-noto-cjk)"),
]
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a datasette over the corpus, started by `extractor browse`."""
    pytest.importorskip("datasette", reason="needs datasette (pip install '.[browse]')")
    folder = tmp_path_factory.mktemp("site")
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    command = [sys.executable, "-m", "extractor"]
    subprocess.run(
        [*command, "run", str(REPOSITORY / "corpus" / "documents"), "--db", "news.db", "--quiet"], cwd=folder,
        env=environment, check=True,
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [*command, "browse", "--db", "news.db", "--port", str(port)], cwd=folder, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(150):
        try:
            urllib.request.urlopen(address, timeout=1).read()
            break
        except OSError:
            time.sleep(0.1)
    yield address
    os.killpg(server.pid, 15)
    server.wait(10)


@pytest.fixture(scope="module")
def page(site: str) -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
    with playwright.sync_playwright() as p:
        flags = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
        browser = p.chromium.launch(executable_path=CHROMIUM, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.requests = []
        page.on("request", lambda request: page.requests.append(request.url))
        yield page
        browser.close()


def test_the_first_page_leads_to_the_facts(page: Any, site: str) -> None:
    page.goto(site)
    assert "Facts from government news releases" in page.inner_text("h1")
    page.click("text=amounts")
    assert "/news/current_amount" in page.url


def test_amounts_have_labels_units_and_filters(page: Any, site: str) -> None:
    page.goto(f"{site}/news/current_amount")
    text = page.inner_text("body")
    assert "Amounts of money" in text
    assert "yuan" in text
    assert page.locator("#facet-currency").count() == 1
    assert "CNY" in page.inner_text("#facet-currency")
    values = [cell.inner_text() for cell in page.locator("td.col-value").all()]
    numbers = [float(value.replace(",", "")) for value in values if value.strip()]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] >= 1e8


def test_column_explanations_are_there(page: Any, site: str) -> None:
    page.goto(f"{site}/news/current_count")
    explained = page.locator("dl.column-descriptions").inner_text()
    assert "comparator" in explained
    assert "more than" in explained


def test_chinese_is_drawn_in_a_chinese_font(page: Any, site: str) -> None:
    """Without a font every Han character is the same box, which no text assertion notices."""
    page.goto(f"{site}/news/current_company")
    pictures = page.evaluate(
        """() => ['国', '一', '龘'].map(char => { const c = document.createElement('canvas'); c.width = c.height = 40;
        const d = c.getContext('2d'); d.font = '30px sans-serif'; d.fillText(char, 2, 32); return c.toDataURL(); })"""
    )
    assert len(set(pictures)) == 3, "no Chinese font: apt install fonts-noto-cjk"


def test_search_finds_releases(page: Any, site: str) -> None:
    page.goto(f"{site}/news/search?words=%E6%9C%89%E9%99%90%E5%85%AC%E5%8F%B8")
    assert page.locator("tbody tr").count() >= 1
    assert "【有限公司】" in page.inner_text("tbody")


def test_a_document_is_reached_from_its_fact(page: Any, site: str) -> None:
    page.goto(f"{site}/news/organizer")
    page.locator("td.col-doc_id a").first.click()
    assert "/news/document/" in page.url
    assert page.locator("td.col-text").count() == 1


def test_bookkeeping_is_out_of_sight(page: Any, site: str) -> None:
    page.goto(f"{site}/news")
    shown = page.inner_text("body")
    assert "current_company" in shown or "Companies" in shown
    assert "\nband\n" not in shown


def test_nothing_is_asked_from_elsewhere(page: Any, site: str) -> None:
    assert [url for url in page.requests if not url.startswith((site, "data:", "blob:"))] == []


def test_picture(page: Any, site: str) -> None:
    """`UPDATE_PICTURES=1` renews the picture in docs/."""
    page.goto(f"{site}/news/current_amount")
    target = REPOSITORY / "docs" / "images" / "datasette-amounts.png"
    if os.environ.get("UPDATE_PICTURES"):
        page.screenshot(path=target, clip={"x": 0, "y": 0, "width": 1280, "height": 1400}, full_page=True)
    assert target.stat().st_size > 20_000
