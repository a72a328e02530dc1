"""Step 1, File: what kind of file the bytes are, what its header tells, and its pixels."""
