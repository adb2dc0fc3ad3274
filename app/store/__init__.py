"""What is kept on disk: sealed with the user's key, written before it is used, recovered after a crash."""
