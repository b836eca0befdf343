"""Words before the name of an author."""

BY_WORDS = ("by", "von", "vom", "par", "por", "door", "av", "af", "от", "przez")
"""Prepositions that introduce the author of a text."""
COMMON_BY_WORDS = ("da", "di", "de", "oleh", "bởi", "ni", "na")
"""The same, but common in other senses: they count only before what looks like a name."""
BYLINE_VERBS = (
    "posted", "published", "written", "reported", "story", "words", "text", "article", "reviewed", "presented",
    "veröffentlicht", "geschrieben", "erstellt", "verfasst", "publié", "écrit", "publicado", "escrito", "pubblicato",
    "scritto",
)  # fmt: skip
"""Words that may come before a preposition: "Posted by", "Text von"."""
AUTHOR_LABELS = (
    "author", "authors", "autor", "autorin", "autoren", "auteur", "auteurs", "autore", "redacción", "redakteur",
    "redakteurin", "redaktion", "text", "texte", "texto", "testo", "tekst", "tekstas", "автор", "текст", "συντάκτης",
    "작성자", "글", "作者", "文", "記者", "记者", "责编", "責任編輯", "责任编辑",
)  # fmt: skip
"""Words before a name, mostly with a colon: "Author: Jane Doe"."""
COMMON_AUTHOR_LABELS = ("interview", "contributor", "reporter", "writer", "opinion", "kommentar")
"""The same, but they also begin titles and roles: they count only with a colon."""
