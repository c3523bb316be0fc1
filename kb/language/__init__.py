"""The language of rules and questions: vocabulary, words, numbers, quantities, and what fits what."""
