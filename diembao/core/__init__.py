"""The words everyone uses: models, settings, errors, text forms, addresses, time, language of the interface."""
