"""``python -m cleancopy``: the command line."""

from cleancopy.cli.main import main

if __name__ == "__main__":
    main()
