"""Model in, bytes or text out: JSON, CSV. Pure.

Rule: imports only ``model``; command line, web and API all use it.
"""
