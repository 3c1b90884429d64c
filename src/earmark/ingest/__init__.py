"""The work: sources in, catalog and index out. Decisions are pure (``plan``, ``fold``).

Rule: imports ``ports``, ``parse``, ``text``, ``model``; names no adapter.
"""
