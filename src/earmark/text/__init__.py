"""Words: tokens, sentences, language, boilerplate, ads, what is searched. Pure.

Rule: model in, model out; imports only ``model``; never ``parse``.
"""
