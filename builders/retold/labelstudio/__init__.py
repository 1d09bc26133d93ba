"""Label Studio's server: documents and layers pushed to a project, annotations pulled from it."""
