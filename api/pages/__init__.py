"""The pages, rendered by the server. A page gathers what its template shows; the template decides nothing."""
