"""All SQL of webhook_svc; each function runs in its caller's session.

`get` refuses what is not there; `hold` locks until the transaction ends.
"""
