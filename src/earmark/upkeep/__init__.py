"""Looking after a library: is it well, what is wrong, a copy of it and back.

Rule: sees the ports, never what stands behind them; what is wrong is judged by pure functions.
"""
