"""Systems to beat: rules that read a document's text and answer with records, without training."""
