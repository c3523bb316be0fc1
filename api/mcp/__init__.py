"""The library as tools for assistants (MCP, Model Context Protocol): ask, search, read a clause, list obligations."""
