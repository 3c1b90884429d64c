"""The only sockets: one HTTP door, and the guard at it.

Rule: no address, size, redirect or header of a server is trusted, and no host is hurried.
"""
