"""The search index: what is embedded and counted, how it is built, and how it lies on disk."""
