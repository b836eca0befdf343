from tests.labelled.artefacts import write_folds

__all__ = ["write_folds"]
