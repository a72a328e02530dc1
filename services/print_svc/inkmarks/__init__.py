"""The ink mark: the print serial in the ink of a stamp, written when it is drawn, read from a scan.

The ink of a stamp is divided into cells of CELL_MM. Each carries one bit of a code word, turned
round or not by a keyed sign: its ink is a little stronger or a little weaker. Data in, data out.
"""
