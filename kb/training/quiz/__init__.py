"""A quiz for trainers (试题): items made from obligations, lists and definitions, every key with its clause."""
