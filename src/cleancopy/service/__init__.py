"""The HTTP service and its inspector page.

`app` builds it from `settings`, `server` runs it. A request passes the `edge` (headers, errors, log, metrics), is let
in by the gate, read by `body` and `inputs`, and answered by guarded `workers`: `pages`, `batch`, `health`. What is
bundled is in `files`.
"""
