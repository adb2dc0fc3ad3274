"""The commands of `soepel`, one module each: `add` describes the command line, `run` does the work.

A `run` takes the parsed arguments and a Desk and returns the exit code; errors are raised and become a sentence in
app/cli.py.
"""
