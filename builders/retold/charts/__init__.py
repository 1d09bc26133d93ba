"""Charts of what a dataset holds: for the explorer's pages, and as pictures for the card."""
