"""`python -m segue.cli`, for where the `segue` script is not on the path."""

from segue.cli.main import main

main()
