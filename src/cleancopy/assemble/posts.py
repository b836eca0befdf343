"""Gives each passage of a thread the number of its post."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

from cleancopy.article_data import Passage, Post
from cleancopy.post_boxes import PostStart


def number_posts(
    body: Sequence[Passage], kept: Sequence[bool], starts: Sequence[PostStart]
) -> tuple[tuple[Passage, ...], tuple[Post, ...]]:
    """Number the passages by post, from 1 on, and give the posts. A post without a passage is left out.

    kept     by block whether there is a passage of it
    starts   where the posts begin, in order
    """
    if not body or not starts:
        return tuple(body), ()
    n_before = [0, *accumulate(map(int, kept))]
    ends = [*(n_before[start.block_index] for start in starts), len(body)]
    spans = [(start, *span) for start, span in zip(starts, pairwise(ends), strict=True) if span[0] < span[1]]
    numbers = [0] * len(body)
    for number, (_, first, end) in enumerate(spans, 1):
        numbers[first:end] = [number] * (end - first)
    numbered = tuple(passage._replace(post=number) for passage, number in zip(body, numbers, strict=True))
    return numbered, tuple(Post(start.author, start.published) for start, _, _ in spans)
