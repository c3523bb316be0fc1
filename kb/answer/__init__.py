"""From ranked clauses to an answer: what is asked, which words answer it, and how to say so."""
