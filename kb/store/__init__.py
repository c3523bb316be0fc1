"""The library on disk: every line of SQL, the writers' lock, and atomic writes."""
