"""Model in, bytes or text out: JSON, CSV, feeds, lists, what machines read of pages; and what of
published HTML and addresses is let through. Pure.

Rule: imports only ``model`` and ``errors``; command line, web and API all use it.
"""
