"""A page to blocks: one module for HTML, one for flattened text."""
