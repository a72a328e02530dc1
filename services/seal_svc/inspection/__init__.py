"""Inspects the scan of a seal or signature: bytes in; report, cut-out and overlay out."""

from services.seal_svc.inspection.inspecting import inspect
from services.seal_svc.inspection.report import Finding, Inspection, Place, Report, Verdict

__all__ = ["Finding", "Inspection", "Place", "Report", "Verdict", "inspect"]
