"""From a file to its clauses: read, split, bind, store."""
