"""Gold and what systems answered, from where they are kept, as the pages that scoring compares."""
