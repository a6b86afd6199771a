"""How good it is: questions, metrics, runs and reports. Nothing imports this package."""
