"""Finding the clauses that a question is about: BM25, vectors, and their fusion."""
