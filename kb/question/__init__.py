"""What a question asks: understood, completed from its conversation, taken apart."""
