"""Step 2, Page: its size and true density, the paper, and its light."""
