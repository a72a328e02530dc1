"""The finished file: sound, complete in itself, the same for the same data, from any thread."""

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import cv2
import pikepdf
import pypdfium2 as pdfium
import pytest

from contracts.certificate_types import load_certificate_types
from contracts.form_models import Rect
from contracts.layouts import CertificateData
from deploy.local.specimens import specimen_document, specimen_qr
from services.print_svc.rendering.render import render
from tests.unit.print_svc.rendering.reading import column_texts, read, squeezed

pytestmark = pytest.mark.unit

TYPES = load_certificate_types()
AUSTRALIA = TYPES.by_id("china_australia")
FORMS = pytest.mark.parametrize("form", TYPES.certificate_types, ids=lambda form: form.id)


@FORMS
def test_qpdf_finds_nothing_wrong(form, tmp_path):
    file = tmp_path / "form.pdf"
    file.write_bytes(render(specimen_document(form, items=12)))

    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")


@FORMS
def test_every_font_is_embedded_as_a_subset_with_its_unicode_values(form, tmp_path):
    file = tmp_path / "form.pdf"
    file.write_bytes(render(specimen_document(form)))

    listed = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True)

    rows = listed.stdout.splitlines()[2:]
    assert rows
    assert [row for row in rows if row.split()[-5:-2] != ["yes", "yes", "yes"]] == []


def test_the_same_document_gives_the_same_bytes():
    document = specimen_document(AUSTRALIA, items=12)

    assert render(document) == render(document)


def test_another_process_gives_the_same_bytes():
    script = (
        "import hashlib; from contracts.certificate_types import load_certificate_types as load;"
        "from deploy.local.specimens import specimen_document as specimen;"
        "from services.print_svc.rendering.render import render;"
        "print(hashlib.sha256(render(specimen(load().by_id('ecfa'), items=3))).hexdigest())"
    )

    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_threads_render_side_by_side_what_one_renders_alone():
    documents = [specimen_document(form, items=3) for form in TYPES.certificate_types] * 2
    alone = [render(document) for document in documents]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(render, documents))

    assert together == alone


@FORMS
def test_the_code_on_each_front_reads_as_it_was_given(form):
    content = render(specimen_document(form, items=8))
    with pdfium.PdfDocument(content) as document:
        sheets = len(document) // 4
        codes = [_cut_out(document[index], form.layout.qr_mm) for index in (0, 2 * sheets)]

    read_back = [cv2.QRCodeDetector().detectAndDecode(code)[0] for code in codes]

    assert read_back == [specimen_qr("original", 1, sheets), specimen_qr("copy", 1, sheets)]


def _cut_out(page: pdfium.PdfPage, area: Rect):
    dots_per_mm = 200 / 25.4
    picture = page.render(scale=200 / 72).to_numpy()
    x, y, right, bottom = (
        round(edge * dots_per_mm) for edge in (area.x, area.y, area.right, area.bottom)
    )
    return picture[y:bottom, x:right]


def test_a_code_of_the_length_of_a_signed_statement_scans_at_300_dpi(tmp_path):
    address = "https://verify.specimen.example/v/" + "SPECIMEN" * 45
    content = render(specimen_document(AUSTRALIA, qr_content=lambda *_: address))
    picture = tmp_path / "front.png"
    with pdfium.PdfDocument(content) as document:
        document[0].render(scale=300 / 72).to_pil().save(picture)

    read_back = subprocess.run(
        ["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True, check=True
    )

    assert read_back.stdout.strip() == address


def test_the_file_says_its_title_language_colours_and_printing():
    document = specimen_document(AUSTRALIA, keywords="a <b> & c")

    with pikepdf.open(io.BytesIO(render(document))) as file:
        root, meta = file.Root, file.open_metadata()

        assert str(file.docinfo["/Title"]).endswith("A26SPECIMEN10001")
        assert str(file.docinfo["/CreationDate"]) == "D:20260506000000Z"
        assert meta["dc:title"] == file.docinfo["/Title"]
        assert meta["pdf:Keywords"] == file.docinfo["/Keywords"] == "a <b> & c"
        assert str(root.Lang) == "en"
        assert root.OutputIntents[0].DestOutputProfile.N == 3
        assert root.ViewerPreferences.DisplayDocTitle
        assert root.ViewerPreferences.Duplex == "/DuplexFlipLongEdge"
        assert root.ViewerPreferences["/PrintScaling"] == "/None"


def test_text_is_read_in_the_order_of_the_boxes():
    front = read(render(specimen_document(AUSTRALIA)))[0]

    shown = "".join(character.text for character in front.characters)
    places = [shown.index(text) for text in ("1.Exporter", "4.Means", "8.Number", "14.Certif")]
    assert places == sorted(places)


def test_language_and_marker_of_a_chinese_form_are_chinese():
    content = render(specimen_document(TYPES.by_id("ecfa")))

    with pikepdf.open(io.BytesIO(content)) as file:
        assert str(file.Root.Lang) == "zh-CN"
    assert ["正本" in "".join(c.text for c in page.characters) for page in read(content)[::2]] == [
        True,
        False,
    ]


@pytest.mark.parametrize("start", range(0x3400, 0x9FA6, 0x1000))
def test_the_whole_chinese_repertoire_prints_and_extracts(start):
    """GBK's ideographs and Extension A, a few thousand to a certificate."""
    stop = min(start + 0x1000, 0x9FA6)
    wanted = "".join(chr(c) for c in range(start, stop) if not 0x4DB6 <= c <= 0x4DFF)
    document = specimen_document(AUSTRALIA, parts=("original",))
    item = {**document.data.items[0], "description": wanted}
    data = CertificateData(fields=document.data.fields, items=(item,))

    pages = read(render(specimen_document(AUSTRALIA, parts=("original",), data=data)))

    assert wanted in column_texts(AUSTRALIA, pages[::2])["8"]


def test_characters_beyond_the_basic_plane_extract_as_they_were_written():
    document = specimen_document(AUSTRALIA, parts=("original",))
    item = {**document.data.items[0], "description": "\U0002cb78 GOODS"}
    data = CertificateData(fields=document.data.fields, items=(item,))

    pages = read(render(specimen_document(AUSTRALIA, parts=("original",), data=data)))

    halves = column_texts(AUSTRALIA, pages[::2])["8"].encode("utf-16-be", "surrogatepass")
    assert "\U0002cb78GOODS" in halves.decode("utf-16-be")


def test_fifty_items_and_ten_thousand_characters_flow_over_their_sheets():
    form = TYPES.by_id("china_switzerland")
    document = specimen_document(form, items=50, parts=("original",))
    text = " ".join(f"WORD{n}" for n in range(1200))
    items = ({**document.data.items[0], "description": text[:10_000]}, *document.data.items[1:])
    data = CertificateData(fields=document.data.fields, items=items)

    pages = read(render(specimen_document(form, parts=("original",), data=data)))

    printed = column_texts(form, pages[::2])["7"]
    assert squeezed(text[:10_000]) in printed
    assert "NO.50" in printed


@pytest.mark.rule("R100")
@pytest.mark.parametrize(
    ("day", "label"),
    [(date(2022, 6, 11), "6.Itemnumber(Max20)"), (date(2022, 6, 12), "6.Itemnumber7")],
)
def test_the_issue_date_decides_which_version_is_printed(day, label):
    page = read(render(specimen_document(TYPES.by_id("china_korea"), issue_date=day)))[0]

    assert label in "".join(c.text for c in page.characters)


def test_specimen_marks_never_mix_with_the_text():
    plain = read(render(specimen_document(AUSTRALIA, specimen=False)))
    marked = read(render(specimen_document(AUSTRALIA, specimen=True)))

    assert [p.characters for p in marked] == [p.characters for p in plain]
    assert [len(m.paths) - len(p.paths) for m, p in zip(marked, plain, strict=True)] == [1] * 4
