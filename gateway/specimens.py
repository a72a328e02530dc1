"""What the examples of the OpenAPI document are about; none of it is anybody's."""

from typing import Final

CERTIFICATE_NO: Final = "A26SPECIMEN10001"
OTHER_CERTIFICATE_NO: Final = "A26SPECIMEN10002"
TYPE_ID: Final = "china_australia"
DESTINATION: Final = "AU"
ORIGINAL_SERIAL: Final = "000Z-V1RP-BQF5"
COPY_SERIAL: Final = "000Z-V1S6-DGBC"
WORKSTATION: Final = "front-desk"
TOKEN: Final = "tk-specimen"  # noqa: S105 - opens nothing
TICKET: Final = "pt-specimen"

ENTERPRISE: Final = "91000000000000001N"
AGENT: Final = "91000000000000002R"
ID_NUMBER: Final = "00000019900101000X"
ID_NUMBER_MASKED: Final = "000*************0X"

OPERATOR_ID: Final = "3c1f8f0e-6f5d-4b0a-9c86-0d6c3f7d2a01"
OPERATOR_NAME: Final = "SPECIMEN OPERATOR"
DECLARER_ID: Final = "8d2b7c4e-1a3f-4e57-b6a9-5f0e9c1d2b02"
SEAL_ID: Final = "0b6f6a52-53a4-4a52-8f8b-2f1f5f0e4c11"
SIGNATURE_ID: Final = "6e4d2c10-9b8a-4f7e-8d6c-5b4a39281706"
JOB_ID: Final = "2f1f5f0e-4c11-4a52-8f8b-0b6f6a5253a4"
OTHER_JOB_ID: Final = "5b7d2c19-8a3e-4f06-9d41-7e0c2b9a6f35"
GRANT_ID: Final = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d"
AUTHORIZATION_ID: Final = "5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d"
EXPORT_ID: Final = "7e6d5c4b-3a29-4817-8695-a4b3c2d1e0f9"
EXCEPTION_ID: Final = "4d3c2b1a-0f9e-4d8c-b7a6-958473625140"
EVENT_ID: Final = "1b9a10f6-7d2e-4c8b-a35d-2c1f0e9d8b7a"
API_TOKEN_ID: Final = "9c8b7a69-5847-4362-b514-03f2e1d0c9b8"  # noqa: S105 - opens nothing
WEBHOOK_ID: Final = "c0ffee11-2b3a-4d5c-8e6f-718293a4b5c6"
DELIVERY_ID: Final = "d1e2f3a4-b5c6-4d7e-8f90-a1b2c3d4e5f6"
WEBHOOK_SECRET: Final = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="  # noqa: S105 - signs nothing
CALL_ID: Final = "5f0e6f0f2f1d4c0e9a4b1c2d3e4f5a6b"

SHA256: Final = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
ISSUE_DATE: Final = "2026-03-02"
MORNING: Final = "2026-03-02T09:00:00+08:00"
LATER: Final = "2026-03-02T09:02:00+08:00"
EVENING: Final = "2026-03-02T17:00:00+08:00"
VALID_FROM: Final = "2026-01-01T00:00:00+08:00"
VALID_TO: Final = "2028-12-31T23:59:59+08:00"
