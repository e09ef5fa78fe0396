"""Mails of every kind: put together once, byte for byte, and handed to a server so that nobody gets one twice."""
