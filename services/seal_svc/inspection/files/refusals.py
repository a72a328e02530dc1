"""Files that cannot be inspected at all."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image

from contracts.sentences import Sentence
from services.seal_svc.inspection.findings import Facts


class FileRefusedError(Exception):
    """`code` is a finding code and `facts` fill its sentence."""

    def __init__(self, code: str, facts: Facts) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def unreadable(en: str, zh: str) -> FileRefusedError:
    """`file.unreadable`, with the reason as a phrase."""
    return FileRefusedError("file.unreadable", Facts(sign=Sentence(zh=zh, en=en)))


def too_large(value: str, limit: str) -> FileRefusedError:
    """`file.too_large`; both with their unit."""
    return FileRefusedError("file.too_large", Facts(value=value, limit=limit))


@contextmanager
def reading() -> Iterator[None]:
    """Broken files raise almost anything in a decoder; all of it means unreadable."""
    try:
        yield
    except (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError) as error:
        raise _explained(error) from error
    except (struct.error, zlib.error, ArithmeticError, AttributeError, AssertionError) as error:
        raise _explained(error) from error
    except (RuntimeError, MemoryError, Image.DecompressionBombError, Warning) as error:
        raise _explained(error) from error


def _explained(error: BaseException) -> FileRefusedError:
    if "truncated" in str(error).lower():
        return unreadable("it is cut short", "文件不完整")
    return unreadable("its content is damaged", "文件内容损坏")
