"""Earmark: podcasts about anything. Feeds go in; for any phrase, a topic page comes out."""

__version__ = "0.1.0"
