"""Steps 3 and 8, Capture, Copies and edits: scanner, phone, screen, copier or drawing software."""
