"""What systems were measured to score: rows, their main figures, the pages made of them."""
