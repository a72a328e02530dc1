"""What searches choose from."""

from typing import Final

from pydantic import BaseModel

from contracts.choices import (
    CertificateTypeChoice,
    CertificateTypeList,
    DestinationChoice,
    DestinationList,
    OfficeChoice,
    OfficeList,
    Opening,
)
from gateway.examples.making import example
from gateway.specimens import DESTINATION, TYPE_ID

NATIONWIDE: Final = example(
    Opening,
    channel="self_print",
    from_day="2019-05-20",
    destinations=(DESTINATION,),
    customs_regions=("*",),
    basis="海关总署公告2019年第77号",
)
TYPE: Final = example(
    CertificateTypeChoice,
    type_id=TYPE_ID,
    code="A",
    name_zh="中国—澳大利亚自由贸易协定原产地证书",
    name_zh_short="中澳证书",
    name_en="Certificate of Origin, China-Australia Free Trade Agreement (ChAFTA)",
    destinations=(DESTINATION,),
    openings=(NATIONWIDE,),
)
EXAMPLES: Final[tuple[BaseModel, ...]] = (
    example(CertificateTypeList, as_of="2024-09-01", certificate_types=(TYPE,)),
    example(
        DestinationList,
        destinations=(
            example(
                DestinationChoice,
                code=DESTINATION,
                name_zh="澳大利亚",
                name_en="Australia",
                type_ids=(TYPE_ID, "rcep", "rcep_back_to_back"),
            ),
        ),
        any_destination=("non_preferential_co",),
    ),
    example(
        OfficeList,
        offices=(
            example(
                OfficeChoice,
                code="2200",
                region="22",
                name_zh="上海海关",
                name_en="Shanghai Customs",
            ),
        ),
    ),
)
