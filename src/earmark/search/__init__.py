"""The index: tantivy on disk, and a brute-force one in memory that it is checked against.

Rule: implements ``ports.SearchIndex``; sees token strings, never text.
"""
