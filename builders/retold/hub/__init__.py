"""The Hugging Face Hub: reading revisions of a dataset, publishing new ones."""
