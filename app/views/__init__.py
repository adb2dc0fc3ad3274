"""The window: the only folder that knows Qt. A view renders a Session and reports intents, nothing else."""
