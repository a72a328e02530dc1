"""All SQL of auth_svc, one module for each aggregate; each function runs in its caller's session.

`get` refuses what is not there, `find` gives None; `hold` locks until the transaction ends.
"""
