"""Trade and energy: totals by source, dependence, intensity, the gap to a gravity model, energy imports."""
