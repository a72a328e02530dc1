"""Numbers in English words, as total lines print them."""

from typing import Final

SMALL: Final = (
    "ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN ELEVEN TWELVE THIRTEEN FOURTEEN "
    "FIFTEEN SIXTEEN SEVENTEEN EIGHTEEN NINETEEN"
)
ROUND: Final = "TWENTY THIRTY FORTY FIFTY SIXTY SEVENTY EIGHTY NINETY"
ONES: Final = tuple(SMALL.split(" "))
TENS: Final = ("", "", *ROUND.split(" "))
SCALES: Final = ((10**9, "BILLION"), (10**6, "MILLION"), (1000, "THOUSAND"), (100, "HUNDRED"))


def in_words(number: int) -> str:
    """ONE HUNDRED AND EIGHT for 108; numbers from 0 to below 10^12."""
    if number < 20:
        return ONES[number]
    if number < 100:
        tens = TENS[number // 10]
        return f"{tens}-{ONES[number % 10]}" if number % 10 else tens
    scale, name = next(entry for entry in SCALES if number >= entry[0])
    head, rest = f"{in_words(number // scale)} {name}", number % scale
    if not rest:
        return head
    return f"{head} AND {in_words(rest)}" if rest < 100 else f"{head} {in_words(rest)}"
