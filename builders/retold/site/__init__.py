"""The explorer: a built dataset -> the files of a static site. docs/site.md."""
