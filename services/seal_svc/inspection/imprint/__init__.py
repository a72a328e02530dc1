"""Steps 4 and 5, Imprint and Outline: what stands on the sheet, its ink, shape and size."""
