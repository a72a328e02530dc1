"""A PDF is good for the one scan in it."""

import threading
from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from services.seal_svc.inspection import inspect
from services.seal_svc.inspection.files.pdf import open_pdf
from tests.unit.seal_svc.inspection.builders import blank, first_code

pytestmark = pytest.mark.unit

A4_POINTS = (595.2, 841.8)


def pdf(draw):
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4_POINTS)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def scan_under(text_mode):
    def draw(canvas):
        picture = Image.open(BytesIO(blank((620, 877), kind="JPEG")))
        canvas.drawImage(ImageReader(picture), 0, 0, *A4_POINTS)
        canvas.beginText()
        canvas.drawString(100, 400, "recognised text", mode=text_mode)

    return pdf(draw)


def test_a_pdf_of_two_pages_is_refused():
    pages = [Image.new("L", (800, 1131), "white") for _ in range(2)]
    buffer = BytesIO()
    pages[0].save(buffer, "PDF", save_all=True, append_images=pages[1:])

    assert first_code(buffer.getvalue()) == "file.unreadable"


def test_a_pdf_without_a_picture_is_refused():
    assert first_code(pdf(lambda canvas: canvas.drawString(100, 400, "a letter"))) == (
        "file.unreadable"
    )


def test_a_scan_s_own_jpeg_is_taken_out_as_it_is(page, saved):
    source = open_pdf(saved("PDF"))

    assert (source.format, source.size) == ("JPEG", (page.shape[1], page.shape[0]))
    assert source.declared_dpi == pytest.approx(600, abs=1)


@pytest.mark.parametrize(("text_mode", "drawn_over"), [(3, False), (0, True)])
def test_text_over_the_scan_is_told_unless_it_is_invisible(text_mode, drawn_over):
    assert open_pdf(scan_under(text_mode)).drawn_over is drawn_over


def test_two_threads_get_the_same_answer_as_one(saved):
    data = saved("PDF")
    reports = []
    threads = [
        threading.Thread(target=lambda: reports.append(inspect(data, kind="seal").report))
        for _ in range(2)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert reports[0] == reports[1] == inspect(data, kind="seal").report
