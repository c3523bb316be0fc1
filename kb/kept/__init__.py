"""Lists that somebody keeps (我的清单), as types and as JSON: the store holds them, kb.checklist changes them."""
