"""The daily mail: who gets it, what it says, when it goes out."""
