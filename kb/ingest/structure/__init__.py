"""From extracted text to clauses: the canonical text, its lines, numbers, tables, outline, and clauses."""
