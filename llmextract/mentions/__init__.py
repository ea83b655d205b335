"""Mentions: everything in a text that can be a value, found by code."""

from llmextract.mentions.find import find_mentions

__all__ = ["find_mentions"]
