"""Changing the library: updates, uploads, what an administrator does."""
