"""A topic across kinds of organisation (专题对照): every clause that rules it, side by side."""
