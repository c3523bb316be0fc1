"""How well plans are checked against what is required: recall of gaps, false alarms, and the share left open."""
