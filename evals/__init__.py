"""Evaluation of retrieval and answers: questions, qrels, runs, measures, report."""
