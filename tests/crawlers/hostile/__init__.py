"""A press that misbehaves in every way that we know of: ``table`` names them, ``test_hostile`` survives them."""
