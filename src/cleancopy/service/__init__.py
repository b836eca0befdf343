"""The HTTP service and its inspector page.

`app` builds the service from `settings`, `server` runs it. A request passes the `middleware` (headers, errors, log,
metrics) and the capacity limiter. `body` and `extract_request` parse it. Guarded `workers` compute the answer for
`pages`, `batch` and `health`. `static_files` serves the bundled files.
"""
