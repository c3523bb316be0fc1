"""Quizzes as files (导出试题): paper and key in Word, a question bank for exam programs, a page to answer."""
