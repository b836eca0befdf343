from cleancopy.block import Segmentation
from cleancopy.limits import Limits

def segment_text(text: str, limits: Limits = ...) -> Segmentation:
    """Cut flattened text into blocks, in time linear in its length."""
