"""HTTP in and out: pages, the files beside them, the API.

Rule: translates to and from the verbs of ``Library``; decides nothing that isn't about HTTP or
about how a page looks.
"""
