"""Checklists as files (导出清单): spreadsheet, Word, calendar, Markdown."""
