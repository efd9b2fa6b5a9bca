"""What drives convergence and caution: models, specifications and backtests."""
