"""``python -m diembao``: the same as the ``diembao`` command."""

from diembao.cli import main

if __name__ == "__main__":
    main()
