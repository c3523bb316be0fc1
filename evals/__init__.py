"""Evaluation of retrieval and answers: collections, qrels, runs, measures, report."""
