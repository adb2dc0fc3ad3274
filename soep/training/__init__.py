"""Development time only: the consults that the writer is trained, tuned and tested on, and how it is trained."""
