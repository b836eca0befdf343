"""The report of a run as JSON, for machines."""

import json
from dataclasses import asdict

from cleancopy.corpus.report.data import Report, Step
from cleancopy.corpus.report.losses import count_losses, get_exit_code

VERSION = 2
"""Version of the form of `to_json`. Within a version keys are only added."""


def to_json(report: Report) -> str:
    """Encode the report as JSON (``report.json``), in ASCII whatever characters its names have.

    Keys are those of `Report` with its properties, of the dataclasses in it, and: ``version``; ``exit_code``;
    ``losses``, by `count_losses`; of a step ``from``, ``below`` and ``pages``; of damage ``start`` and ``end`` in
    bytes, ``kind`` and ``detail``.
    """
    document = {
        "version": VERSION,
        "state": report.state,
        "exit_code": get_exit_code(report),
        "records": report.records,
        "outcomes": report.outcomes,
        "losses": count_losses(report),
        "imbalances": report.imbalances,
        "skipped_files": [{"path": path, "reason": reason} for path, reason in report.skipped_files],
        "skipped_file_count": report.skipped_file_count,
        "pages": report.pages,
        "rows": report.rows,
        "files": report.files,
        "bytes_in": report.bytes_in,
        "seconds": round(report.seconds, 3),
        "work_seconds": round(report.work_seconds, 3),
        "pages_per_second": report.pages_per_second and round(report.pages_per_second, 3),
        "bytes_per_second": report.bytes_per_second and round(report.bytes_per_second),
        "confidence_steps": list(map(_encode_step, report.confidence_steps)),
        "word_steps": list(map(_encode_step, report.word_steps)),
        "millisecond_steps": list(map(_encode_step, report.millisecond_steps)),
        "languages": report.languages,
        "flags": report.flags,
        "sites": asdict(report.sites),
        "uncertain_pages": [page._asdict() for page in report.uncertain_pages],
        "typical_page": _encode_typical_page(report),
        "sources": [asdict(source) for source in report.sources],
        "settings": asdict(report.settings),
    }
    return json.dumps(document, indent=1) + "\n"


def _encode_step(step: Step) -> dict[str, float]:
    return {"from": step.low, "below": step.below, "pages": step.pages}


def _encode_typical_page(report: Report) -> dict[str, float | None]:
    page = report.typical_page
    mean_words = page.mean_words and round(page.mean_words)
    mean_seconds = page.mean_seconds and round(page.mean_seconds, 4)
    return asdict(page) | {"mean_words": mean_words, "mean_seconds": mean_seconds}
