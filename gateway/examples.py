"""Examples of the OpenAPI document by schema name; each is checked against its model."""

from typing import Any

NO = "A26SPECIMEN10001"
ENTERPRISE = "91000000000000001N"
AGENT = "91000000000000002R"
OPERATOR_ID = "3c1f8f0e-6f5d-4b0a-9c86-0d6c3f7d2a01"
DECLARER_ID = "8d2b7c4e-1a3f-4e57-b6a9-5f0e9c1d2b02"
SEAL_ID = "0b6f6a52-53a4-4a52-8f8b-2f1f5f0e4c11"
SIGNATURE_ID = "6e4d2c10-9b8a-4f7e-8d6c-5b4a39281706"
JOB_ID = "2f1f5f0e-4c11-4a52-8f8b-0b6f6a5253a4"
GRANT_ID = "a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d"
SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MORNING = "2026-03-02T09:00:00+08:00"
LATER = "2026-03-02T09:02:00+08:00"

CALLER = {
    "enterprise_code": ENTERPRISE,
    "operator_id": OPERATOR_ID,
    "medium": "legal_person_card",
}
SESSION_OPENED = {
    "token": "tk-specimen",
    "expires_at": "2026-03-02T17:00:00+08:00",
    "caller": CALLER,
}
OPERATOR = {
    "operator_id": OPERATOR_ID,
    "name": "样本法人",
    "role": "legal_person",
    "user_name": "specimen",
    "id_number_masked": "000000********000X",
    "has_card": True,
    "card_valid_from": "2026-01-01T00:00:00+08:00",
    "card_valid_to": "2028-12-31T23:59:59+08:00",
}
FINDING = {
    "code": "size.too_large",
    "verdict": "ok",
    "value": 40.1,
    "limit": 45.0,
    "rule": "R10",
    "message_zh": "印章直径 40.1 毫米，不超过 45 毫米",
    "message_en": "The seal measures 40.1 mm across, at most 45 mm are allowed",
}
REPORT = {
    "verdict": "ok",
    "kind": "seal",
    "shape": "round",
    "width_mm": 40.1,
    "height_mm": 40.0,
    "rotation_deg": 0.4,
    "dpi": 600.0,
    "ink": "red",
    "findings": [FINDING],
}
STAMP = {
    "stamp_id": SEAL_ID,
    "kind": "seal",
    "name": "样本印章",
    "state": "active",
    "operator_id": OPERATOR_ID,
    "valid_from": "2026-01-01T00:00:00+08:00",
    "valid_to": "2028-12-31T23:59:59+08:00",
    "scan_sha256": SHA256,
    "made_at": MORNING,
    "report": REPORT,
}
DRAFT = {
    "choices": [
        {"kind": "seal", "stamp_id": SEAL_ID, "name": "样本印章", "is_default": True},
        {
            "kind": "signature",
            "stamp_id": SIGNATURE_ID,
            "name": "样本签名",
            "is_default": True,
            "declarer_name": "样本申报员",
        },
    ],
    "problems": [],
    "self_print": False,
}
AUTHORIZATION = {
    "authorization_id": "5a4b3c2d-1e0f-4a9b-8c7d-6e5f4a3b2c1d",
    "state": "waiting",
    "requested_at": MORNING,
    "receipt_due_at": LATER,
    "countdown_seconds": 87,
    "items": [],
}
GRANT = {
    "grant_id": GRANT_ID,
    "principal_code": ENTERPRISE,
    "principal_name": "样本进出口有限公司",
    "agent_code": AGENT,
    "granted_at": MORNING,
}
CERTIFICATE = {
    "certificate_no": NO,
    "revision": 1,
    "enterprise_code": ENTERPRISE,
    "type_id": "china_australia",
    "destination": "AU",
    "issue_date": "2026-03-02",
    "approved_at": MORNING,
    "declarer_name": "样本申报员",
    "issuing_office": "2200",
    "invoice_no": "SPECIMEN-001",
    "layout_status": "received",
    "print_status": "waiting",
    "archived": False,
    "returned": False,
    "exception_count": 0,
    "printable": True,
    "downloadable": False,
}
DIAGNOSIS_LINE = {
    "code": "certificate.layout_not_received",
    "holds": True,
    "rule": "R58",
    "message_zh": "版式已接收成功",
    "message_en": "The layout has arrived",
}
JOB = {
    "job_id": JOB_ID,
    "certificate_no": NO,
    "revision": 1,
    "enterprise_code": ENTERPRISE,
    "parts": ["original", "copy"],
    "state": "issued",
    "print_serials": {"original": "P7K2-M9QX", "copy": "P7K2-N3RT"},
    "workstation": "front-desk",
    "issued_at": MORNING,
    "ticket_expires_at": LATER,
}
REFUSED_JOB = {
    "certificate_no": "A26SPECIMEN10002",
    "code": "certificate.layout_not_received",
    "details": {},
    "detail": "The layout has not arrived yet; search again later",
    "detail_zh": "版式尚未接收成功，请稍后再查",
    "rule": "R58",
    "what_to_do": "Search again later",
    "what_to_do_zh": "请稍后再查",
}
APPLICATION = {
    "exception_id": "4d3c2b1a-0f9e-4d8c-b7a6-958473625140",
    "certificate_no": NO,
    "enterprise_code": ENTERPRISE,
    "reason": "paper_jam",
    "operation": "reprint_original",
    "note": "正本卡纸",
    "device_reasons": ["media-jam"],
    "state": "granted",
    "count": 1,
    "filed_at": LATER,
}
SEAL_USE = {
    "position": 1,
    "certificate_no": NO,
    "print_serial": "P7K2-M9QX",
    "part": "original",
    "operator_id": OPERATOR_ID,
    "used_at": LATER,
    "seal_id": SEAL_ID,
    "row_hash": SHA256,
}
HEAD = {
    "tip": {"length": 2, "row_hash": SHA256},
    "signed_at": "2026-03-02T01:03:00.000000Z",
    "key_id": "9f86d081",
    "signature": SHA256 * 2,
}
PROOF = {
    "format": "originprint-seal-use-proof/1",
    "enterprise_code": ENTERPRISE,
    "start": None,
    "entries": [
        {
            "position": 1,
            "enterprise_row": 1,
            "use": {
                "certificate_no": NO,
                "print_serial": "P7K2-M9QX",
                "part": "original",
                "enterprise_code": ENTERPRISE,
                "operator_id": OPERATOR_ID,
                "used_at": "2026-03-02T01:02:00.000000Z",
                "seal_id": SEAL_ID,
                "seal_sha256": SHA256,
            },
            "salt": SHA256[:32],
            "row_hash": SHA256,
        },
        SHA256,
    ],
    "head": HEAD,
    "public_key": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2Vw…\n-----END PUBLIC KEY-----\n",
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "OpenSession": {"user_name": "specimen", "password": "correct horse battery"},
    "SessionOpened": SESSION_OPENED,
    "CardChallenge": {
        "challenge_id": JOB_ID,
        "nonce": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
        "expires_at": LATER,
    },
    "OpenCardSession": {
        "challenge_id": JOB_ID,
        "card_certificate": "-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n",
        "signature": "MEUCIQDSpecimen…",
    },
    "SessionView": {
        "caller": CALLER,
        "operator_name": "样本法人",
        "enterprise_name": "样本进出口有限公司",
        "self_print": True,
        "expires_at": "2026-03-02T17:00:00+08:00",
    },
    "OperatorList": {"operators": [OPERATOR]},
    "OperatorView": OPERATOR,
    "NewOperator": {
        "name": "样本操作员",
        "id_number": "00000019900101000X",
        "user_name": "specimen2",
        "password": "correct horse battery",
    },
    "DeclarerList": {
        "declarers": [
            {
                "declarer_id": DECLARER_ID,
                "name": "样本申报员",
                "id_number_masked": "000000********000X",
                "filed_at": MORNING,
            }
        ]
    },
    "StampView": STAMP,
    "StampList": {"stamps": [STAMP]},
    "Inspection": {"report": REPORT, "overlay_png_base64": "iVBORw0KGgo…"},
    "AuthorizationDraft": DRAFT,
    "Defaults": {"seal_id": SEAL_ID, "signature_ids": [SIGNATURE_ID]},
    "AuthorizationView": AUTHORIZATION,
    "AgentGrantList": {"grants": [GRANT]},
    "AgentGrantView": GRANT,
    "NewGrant": {"agent_code": AGENT},
    "CertificatePage": {"certificates": [CERTIFICATE], "next_cursor": None},
    "CertificateView": CERTIFICATE,
    "Diagnosis": {"certificate_no": NO, "printable": True, "lines": [DIAGNOSIS_LINE]},
    "NewPrintJobs": {"certificate_nos": [NO], "parts": "both", "workstation": "front-desk"},
    "PrintJobsIssued": {
        "issued": [{"job": JOB, "ticket": "tk-specimen"}],
        "refused": [REFUSED_JOB],
    },
    "PrintJobList": {"jobs": [JOB], "next_cursor": None},
    "PrintJobView": JOB,
    "Answer": {"printed": True},
    "Evidence": {
        "queued_at": MORNING,
        "sent_at": MORNING,
        "finished_at": LATER,
        "job_state": "completed",
        "impressions_completed": 4,
        "state_reasons": [],
        "printer_name": "Form Printer",
        "bytes_sent": 283_417,
        "document_sha256": SHA256,
    },
    "ExceptionReasonList": {
        "reasons": [{"code": "paper_jam", "zh": "卡纸", "en": "Paper jam"}],
    },
    "ExceptionList": {"exceptions": [APPLICATION]},
    "ExceptionView": APPLICATION,
    "NewException": {
        "certificate_no": NO,
        "reason": "paper_jam",
        "operation": "reprint_original",
        "note": "正本卡纸",
    },
    "SealUseList": {"uses": [SEAL_USE], "next_cursor": None},
    "SealUseProof": {"proof": PROOF},
    "Verification": {
        "verdict": "valid",
        "certificate_no": NO,
        "type_id": "china_australia",
        "issue_date": "2026-03-02",
        "exporter": "SPECIMEN IMPORT AND EXPORT CO., LTD.",
        "print_serial": "P7K2-M9QX",
        "part": "original",
        "message_zh": "证书有效",
        "message_en": "The certificate is valid",
    },
    "Health": {"status": "ok"},
    "Readiness": {"broker": True, "objects": True},
}
