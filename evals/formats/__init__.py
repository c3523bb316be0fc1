"""The same documents in every format that is read: whether each gives the same clauses."""
