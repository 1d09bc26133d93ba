"""What is offered as a seed, before it is one: text, what is known of it, what it is like."""
