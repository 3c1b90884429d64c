"""Answers for people at a terminal, 40 columns or more, with colours or without.

Rule: renders values of ``model`` and decides nothing; all published text passes ``clean``.
"""
