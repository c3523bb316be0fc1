"""What of a Word document is not read (未读内容), counted for the warnings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class LeftOut:
    """How many of each were left out; `inserted` are the reasons of files inside that could not be read."""

    hidden: int = 0
    hidden_rows: int = 0
    comments: int = 0
    pictures: int = 0
    objects: int = 0
    missing_notes: int = 0
    inserted: list[str] = field(default_factory=list)

    def warnings(self) -> Iterator[str]:
        """One sentence for each kind, in words for people."""
        if self.comments:
            yield f"{self.comments} 处批注没有收入。"
        if self.hidden:
            yield f"{self.hidden} 处隐藏文字没有收入。"
        if self.hidden_rows:
            yield f"表格里 {self.hidden_rows} 个隐藏的行没有收入。"
        if self.pictures:
            yield f"{self.pictures} 张图片里的文字没有读。如有正文，请把文字写进文档。"
        if self.objects:
            yield f"{self.objects} 个嵌入的对象（图表、公式、表格文件一类）没有读。如有正文，请把文字写进文档。"
        if self.missing_notes:
            yield f"{self.missing_notes} 处脚注或尾注找不到注文。请用 Word 打开检查。"
        yield from self.inserted
