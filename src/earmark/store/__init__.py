"""The catalog: one SQLAlchemy Core schema, on SQLite. The only database.

Rule: implements ``ports.Store``; imports ``ports``, ``model``, ``errors``, ``keys``.
"""
