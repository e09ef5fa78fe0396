"""*Kiểm tra bản thảo*: an editor's draft against the archive. It stays in the process; see :mod:`.discretion`."""
