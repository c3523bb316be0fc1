"""Editable domain data (领域数据)."""
