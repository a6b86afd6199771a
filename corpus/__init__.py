"""What the text is: documents, their provenance, and the passages cut from them."""
