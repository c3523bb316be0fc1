"""Quiz items checked by a second program (试题核对), which shares no line with the one that makes them."""
