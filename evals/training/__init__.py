"""Making what is learned again from training questions."""
