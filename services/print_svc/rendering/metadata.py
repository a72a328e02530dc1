"""What a PDF says about itself: title, language, dates and the claim to PDF/A-2b."""

from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final
from xml.sax.saxutils import escape

from services.print_svc.rendering.pdf import PdfFile, text_string
from services.print_svc.rendering.subsets import stream

PRODUCER: Final = "OriginPrint"
ICC_PROFILE: Final = files("services.print_svc.rendering").joinpath("srgb.icc").read_bytes()
XMP: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>{keywords}
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class Metadata:
    """`keywords` may be empty and then stand nowhere."""

    title: str
    language: str
    day: date
    keywords: str = ""


def add_info(pdf: PdfFile, about: Metadata) -> int:
    stamp = about.day.strftime("D:%Y%m%d000000Z").encode()
    keywords = b"/Keywords%b" % text_string(about.keywords) if about.keywords else b""
    return pdf.add(
        b"<</Title%b%b/Producer(%b)/CreationDate(%b)/ModDate(%b)>>"
        % (text_string(about.title), keywords, PRODUCER.encode(), stamp, stamp)
    )


def add_xmp(pdf: PdfFile, about: Metadata) -> int:
    """PDF/A wants the same words here as in the Info dictionary."""
    keywords = f"<pdf:Keywords>{escape(about.keywords)}</pdf:Keywords>" if about.keywords else ""
    text = XMP.format(
        title=escape(about.title),
        language=about.language,
        day=about.day.isoformat(),
        producer=PRODUCER,
        keywords=keywords,
    )
    return pdf.add(stream(text.encode(), b"/Type/Metadata/Subtype/XML"))


def add_output_intent(pdf: PdfFile) -> int:
    profile = pdf.add(stream(ICC_PROFILE, b"/N 3"))
    return pdf.add(
        b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
        b"/Info(sRGB)/DestOutputProfile %d 0 R>>" % profile
    )
