"""Files made of what was answered, every quotation with its citation."""
