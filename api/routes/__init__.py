"""The API, one file a concern. A route parses, calls one function, and gives its result."""
