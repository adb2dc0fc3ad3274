"""Sound to words: audio files and the microphone become a transcript, on this machine only."""
