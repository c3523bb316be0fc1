"""Knowledge base and question answering over Chinese Party-building regulations (党建规章知识库与问答)."""

__version__ = "0.1.0"
