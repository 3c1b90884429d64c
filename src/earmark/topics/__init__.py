"""What a phrase means to the library: query, match, grade, figures, ranking, related.

Rule: asks the ports for facts, decides in pure functions; imports ``ports``, ``text``, ``model``.
"""
