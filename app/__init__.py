"""The program: command line, session, store, and (only in app/views/) the window."""
