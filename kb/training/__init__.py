"""For trainers (培训): a topic compared, a quiz, a handout and slides, every line cited."""
