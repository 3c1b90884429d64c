"""Measurements against named peers: ``python -m bench`` runs them all."""
