"""The time of people in China: one zone, UTC+8, and no summer time."""

from datetime import timedelta, timezone
from typing import Final

CHINA_TIME: Final = timezone(timedelta(hours=8), "Asia/Shanghai")
