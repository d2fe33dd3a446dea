"""Reviving Romance: a voice skill for two people who want to find each other again."""

__version__ = "0.1.0"
