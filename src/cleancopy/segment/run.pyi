class Run:
    chunks: list[str]
    inline_names: list[str]
    marks: list[tuple[str, int, int, str]]
    raised: list[int]
