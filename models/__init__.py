"""Model name -> verified folder of weights: nothing is used whose bytes are not those of the manifest."""
