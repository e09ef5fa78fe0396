"""The fictional press: written for this project, served on loopback, collected like any other."""
