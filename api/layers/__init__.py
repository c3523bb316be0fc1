"""What every request passes: limits, headers, tokens, caching, logging."""
