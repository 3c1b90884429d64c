"""Bytes in, model out: RSS, Atom, OPML, dates, durations. Pure and lossless.

Rule: imports only ``model`` and ``errors``; no store, no clock, no network, no logging.
"""
