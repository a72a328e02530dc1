"""That no scan came from a scanner, and why."""

from contracts.scan_troubles import ScanTrouble, trouble_in_words


class ScanError(Exception):
    """No scan came; `detail` is what the device or its driver says, or what it lacks."""

    def __init__(self, code: ScanTrouble, detail: object = None) -> None:
        self.code = code
        self.detail = None if detail is None else str(detail)[:200]
        self.sentence = trouble_in_words(code, self.detail)
        super().__init__(self.sentence.whole_en)
