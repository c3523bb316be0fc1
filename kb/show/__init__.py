"""What is shown: answer cards, JSON objects, pages of the library, comparisons, files."""
