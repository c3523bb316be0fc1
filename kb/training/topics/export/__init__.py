"""A topic as a file (导出对照)."""
