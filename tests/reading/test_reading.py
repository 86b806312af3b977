"""Every kind of input gives its text, title, date, source and URL."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from releases import release

from extractor.errors import ReadError, UsageError
from extractor.reading import ReadOptions, read_documents, read_items
from extractor.reading.dates import iso_date, labelled_date
from extractor.reading.encodings import decode
from extractor.reading.html import read_page

BIG5 = "臺北市政府主辦的產業對接會在此舉行，會議強調要進一步優化環境，推動發展。"
TEXTS = [release(seed, sentences=6) for seed in range(8)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "gb2312", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", TEXTS[:4])
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "x") == text


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "gb18030", "utf-16"])
def test_traditional_text_is_found(encoding: str) -> None:
    assert decode(BIG5.encode(encoding), "x") == BIG5


def test_short_texts_are_not_mistaken() -> None:
    for text in ("会议在京召开。", "三一重工参加。", "300余人", "a"):
        assert decode(text.encode(), "x") == text
        assert decode(text.encode("gb18030"), "x") == text


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff")))
def test_utf8_is_itself(text: str) -> None:
    assert decode(text.encode(), "x") == text


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_are_text_or_refused(data: bytes) -> None:
    with contextlib.suppress(ReadError):
        assert isinstance(decode(data, "x"), str)


def test_pool_encodings(pool_documents: list) -> None:
    texts = [document.text for document in pool_documents[:300]]
    right = 0
    for text in texts:
        for encoding in ("utf-8", "gb18030", "utf-16-le"):
            right += decode(text.encode(encoding), "x") == text
    assert right / (3 * len(texts)) >= 0.99


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021/6/9", "2021-06-09"), ("2021-06-09 10:20", "2021-06-09"), ("2021年6月9日", "2021-06-09"),
        ("20210609", "2021-06-09"), ("20210609102030", "2021-06-09"), ("2021.6.9", "2021-06-09"), ("2021-13-45", None),
        (None, None), ("", None), ("昨天", None), (True, None), (20210609, "2021-06-09"), ("2021-06", None),
        ("2024-02-30", None),
    ],
)
def test_dates(text: object, date: str | None) -> None:
    assert iso_date(text) == date


def test_labelled_dates() -> None:
    assert labelled_date("来源：商务部 发布时间：2011-08-19 浏览次数：3") == "2011-08-19"
    assert labelled_date("会议于2011-08-19召开") is None


BODY = "".join(f"<p>　　{line}</p>" for line in TEXTS[0].split("\n") if line.strip())


@pytest.mark.parametrize(
    "container",
    ['<div class="TRS_Editor">{}</div>', '<div class="x trs_editor_view">{}</div>', '<div id="zoom">{}</div>',
     '<div id="UCAP-CONTENT">{}</div>', '<div class="pages_content">{}</div>', '<div class="article">{}</div>'],
)
def test_a_page_gives_its_body_only(container: str) -> None:
    markup = (
        '<html><head><META NAME="articletitle" CONTENT="对接会举行"><meta name="PubDate" content="2011-08-19 09:30">'
        '<meta name="ContentSource" content="新疆日报"></head><body><div class="nav"><ul><li><a href="/">首页</a></li>'
        '<li><a href="/xw">新闻动态</a></li></ul></div><script>var a = "脚本";</script>'
        + container.format(BODY) + '<div class="foot"><a href="/about">关于我们</a></div></body></html>'
    )
    page = read_page(markup, "x")
    assert (page.title, page.published, page.source) == ("对接会举行", "2011-08-19", "新疆日报")
    assert page.text.replace("\n", "") == TEXTS[0].replace("\n", "").replace("　", "")


def test_without_trafilatura_the_densest_element_is_the_body(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractor.reading import html

    monkeypatch.setattr(html, "_by_trafilatura", lambda markup: "")
    links = "".join(f'<li><a href="/{at}">{TEXTS[1][:40]}</a></li>' for at in range(30))
    page = read_page(f"<body><ul>{links}</ul><div><div>{BODY}</div></div><div>{links}</div></body>", "x")
    assert page.text.replace("\n", "") == TEXTS[0].replace("\n", "").replace("　", "")


def test_a_page_without_metas_gives_what_it_shows() -> None:
    markup = (
        "<html><head><title>对接会举行_某市人民政府网</title></head><body><h1>对接会举行</h1>"
        f"<div>发布时间：2011年8月19日 来源：新疆日报 字号：大</div><div>{BODY}</div></body></html>"
    )
    page = read_page(markup, "x")
    assert (page.title, page.published, page.source) == ("对接会举行", "2011-08-19", "新疆日报")
    assert "主办" in page.text or "会议" in page.text or "投资" in page.text


def test_line_breaks_of_a_page_are_kept() -> None:
    page = read_page('<div id="zoom">第一段很长的文字，说明会议的情况。<br>第二段很长的文字，&nbsp;说明&amp;投资。</div>' * 2, "x")
    assert page.text.split("\n")[:2] == ["第一段很长的文字，说明会议的情况。", "第二段很长的文字，\xa0说明&投资。"]


def test_json_lines_with_other_names(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [
        {"docid": 7, "content": TEXTS[0], "headline": "题", "date": "2011/8/19", "link": "http://a.example/1", "who": "报"},
        {"content": TEXTS[1]},
    ]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n\n", encoding="utf-8")
    fields = {"id": "docid", "text": "content", "title": "headline", "published": "date", "url": "link", "source": "who"}
    one, two = read_documents([file], ReadOptions(fields=fields))
    assert (one.id, one.title, one.published, one.url, one.source) == ("7", "题", "2011-08-19", "http://a.example/1", "报")
    assert two.id == "rows-2"


def test_json_files(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"text": TEXTS[0]}), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps([{"text": TEXTS[1]}, {"id": "x", "text": TEXTS[2]}]), encoding="utf-8")
    assert [document.id for document in read_documents([tmp_path])] == ["a", "b-1", "x"]


def test_compressed_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(TEXTS[0].encode("gbk")))
    rows = "\n".join(json.dumps({"id": f"r{at}", "text": text}) for at, text in enumerate(TEXTS[1:3]))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(rows.encode()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("新闻/c.txt", TEXTS[3])
        archive.writestr("d.html", f'<div id="zoom">{BODY}</div>')
        archive.writestr("__MACOSX/._c.txt", b"\0\1")
        archive.writestr("logo.png", b"\x89PNG")
    (tmp_path / "c.zip").write_bytes(buffer.getvalue())
    found = {document.id: document.text for document in read_documents([tmp_path])}
    assert sorted(found) == ["a", "c", "d", "r0", "r1"]
    assert found["a"] == TEXTS[0]
    assert found["c"] == TEXTS[3]


def test_names_of_members_in_gbk(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("xxxx.txt"), TEXTS[0])
    (tmp_path / "a.zip").write_bytes(buffer.getvalue().replace(b"xxxx.txt", "新闻.txt".encode("gbk")))
    assert [document.id for document in read_documents([tmp_path / "a.zip"])] == ["新闻"]


def docx(paragraphs: list[str]) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{text[:5]}</w:t></w:r><w:r><w:t>{text[5:]}</w:t></w:r></w:p>" for text in paragraphs)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return buffer.getvalue()


def test_word_documents(tmp_path: Path) -> None:
    lines = [line for line in TEXTS[0].split("\n") if line]
    (tmp_path / "a.docx").write_bytes(docx(lines))
    (document,) = read_documents([tmp_path])
    assert document.text == "\n".join(lines)


def pdf(lines: list[str]) -> bytes:
    """A page of lines in the standard Chinese font, which the reader brings itself."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td\n" for line in lines)
    stream = f"BT /F1 12 Tf 50 780 Td\n{shown}ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)"
        b" /Supplement 2 >> /FontDescriptor 7 0 R >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880"
        b" /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(parts) + 1, table)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start)


def test_pdf_files(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    lines = ["由工业和信息化部主办的产业转移对接活动在新疆乌鲁木齐举行，来自各地的三百", "余名客商参加。", "会议闭幕。"]
    (tmp_path / "a.pdf").write_bytes(pdf(lines))
    (tmp_path / "scan.pdf").write_bytes(pdf([]))
    good, scan = read_items([tmp_path])
    assert good.document is not None
    assert good.document.text == lines[0] + lines[1] + "\n" + lines[2]
    assert scan.error is not None
    assert "no text layer" in str(scan.error)


def test_folders_are_sorted_and_searched_through(tmp_path: Path) -> None:
    for at, name in enumerate(["b/2.txt", "a/1.txt", "c.txt", "a/.hidden.txt", ".git/x.txt", "a/style.css"]):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(release(at), encoding="utf-8")
    assert [document.id for document in read_documents([tmp_path])] == ["c", "1", "2"]


def test_globs(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.html"):
        (tmp_path / name).write_text(TEXTS[0], encoding="utf-8")
    assert [document.id for document in read_documents([str(tmp_path / "*.txt")])] == ["a", "b"]


@pytest.mark.parametrize("path", ["nowhere.txt", "nowhere/*.txt"])
def test_a_path_that_is_not_there_stops_at_once(tmp_path: Path, path: str) -> None:
    with pytest.raises(UsageError):
        read_items([str(tmp_path), str(tmp_path / path)])


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    (item,) = read_items([tmp_path])
    assert "Permission denied" in str(item.error)


@pytest.mark.parametrize("name", ["2011.08.19 对接会.txt", "v1.2", "报告"])
def test_ids_are_stems(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(TEXTS[0], encoding="utf-8")
    (document,) = read_documents([tmp_path])
    assert document.id == name.removesuffix(".txt")


def test_long_lines_do_not_hide_the_next(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"text": "长" * 9000}) + "\n" + json.dumps({"id": "b", "text": TEXTS[0]}), encoding="utf-8")
    one, two = read_items([file], ReadOptions(max_bytes=5000))
    assert "larger than" in str(one.error)
    assert two.document is not None
    assert two.document.id == "b"
