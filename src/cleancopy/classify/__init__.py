"""Blocks to roles: loading of trained artefacts and inference, with numpy alone."""
