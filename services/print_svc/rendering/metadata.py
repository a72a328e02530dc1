"""What a PDF says about itself: title, language, dates, colours, how to show and print it."""

from datetime import date
from importlib.resources import files
from typing import Final
from xml.sax.saxutils import escape

from services.print_svc.rendering.canvas import SheetCanvas
from services.print_svc.rendering.kept import Kept, deflated, entries_of, stream

PRODUCER: Final = "OriginPrint"
COLOURS: Final = files("services.print_svc.rendering").joinpath("srgb.icc").read_bytes()
OUTPUT_INTENT: Final = Kept(
    entries_of(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": "(sRGB)",
            "Info": "(sRGB)",
        }
    ),
    links={"DestOutputProfile": deflated({"N": 3}, COLOURS)},
)
VIEWING: Final = {
    "DisplayDocTitle": "true",
    "Duplex": "DuplexFlipLongEdge",
    "PrintScaling": "None",
}
PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords>{keywords}</pdf:Keywords>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def describe(canvas: SheetCanvas, *, title: str, day: date, keywords: str) -> None:
    """The same words in the Info dictionary and in XMP (ISO 32000-1, 14.3); `day` at midnight UTC.

    Viewers show the title, print at true size and duplex on the long edge (12.2).
    """
    canvas.setTitle(title)
    canvas.setKeywords(keywords)
    canvas.setAuthor(PRODUCER)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.setSubject(title)
    canvas.setDateFormatter(lambda *_: day.strftime("D:%Y%m%d000000Z"))
    for name, value in VIEWING.items():
        canvas.setViewerPreference(name, value)
    packet = PACKET.format(
        title=escape(title),
        language=canvas.language,
        day=day.isoformat(),
        producer=PRODUCER,
        keywords=escape(keywords),
    )
    metadata = stream({"Type": "/Metadata", "Subtype": "/XML"}, packet.encode())
    canvas.keep_in_catalog("Metadata", metadata)
    canvas.keep_in_catalog("OutputIntents", OUTPUT_INTENT, listed=True)
