"""The training pack (培训材料): handout, slides and quiz on topics, every sentence of it cited."""
