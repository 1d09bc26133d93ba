"""A text and a registry -> records that a person may start from; never gold."""
