"""The labelled pages that training, evaluation, fuzzing, benchmarks and tests share. Not shipped.

It has the sets, their pages as HTML and as flattened text, the split by site, the words of a text as the scorer counts
them, and the models that never saw a page's site. What few users need (pyarrow, inscriptis, resiliparse, tld) is
imported when it is used.
"""

from labelled.flatten import FLATTENERS
from labelled.held_out import TRAINED_FOLDS, load_fold_models, select_models
from labelled.sets import (
    CORE_SETS,
    INPUT_FORMS,
    LINE_SETS,
    PARTIAL_SETS,
    SET_NAMES,
    USUAL_FORMS,
    find_bench_folder,
    find_set_path,
    find_sets_folder,
    get_page,
    has_set,
    has_sets,
    read_set,
    sample_set,
)
from labelled.split import N_FOLDS, assign_fold, find_page_fold, find_page_site, find_site
from labelled.words import list_trigrams, normalize_words, split_words

__all__ = [
    "CORE_SETS",
    "FLATTENERS",
    "INPUT_FORMS",
    "LINE_SETS",
    "N_FOLDS",
    "PARTIAL_SETS",
    "SET_NAMES",
    "TRAINED_FOLDS",
    "USUAL_FORMS",
    "assign_fold",
    "find_bench_folder",
    "find_page_fold",
    "find_page_site",
    "find_set_path",
    "find_sets_folder",
    "find_site",
    "get_page",
    "has_set",
    "has_sets",
    "list_trigrams",
    "load_fold_models",
    "normalize_words",
    "read_set",
    "sample_set",
    "select_models",
    "split_words",
]
