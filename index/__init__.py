"""Where things are: encoder, keyword index, Chroma store, hybrid search and the build that makes them."""
