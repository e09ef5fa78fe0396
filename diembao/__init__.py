"""Điểm Báo: press monitoring and fact-checking desk for Vietnamese news.

An application, not a library: the command line (``diembao --help``) and the dashboard are its public surface.
"""

__version__ = "0.1.0"
