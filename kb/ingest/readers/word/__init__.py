"""What the reader of Word documents is made of (Word 文档): package, styles, automatic numbers, text, tables."""
