"""How resident identity numbers are shown."""


def masked(id_number: str) -> str:
    """First three and last two characters, the rest as stars."""
    return id_number[:3] + "*" * (len(id_number) - 5) + id_number[-2:]
