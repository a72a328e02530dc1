"""The seal-use ledger: hash-chained rows, signed heads, proofs an outsider can check.

Pure: rows and keys come as arguments, nothing here stores, asks a clock or rolls dice.
"""
