"""Steps 6 and 7, Bleed and Detail: how well the imprint can be seen (R16)."""
