"""Step 9, Cut-out, and the overlay: the pictures an inspection hands out."""
