"""The HTTP service and the pages, over the same functions as the command line."""
