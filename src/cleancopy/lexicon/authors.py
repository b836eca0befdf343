"""Words around the names of authors, in the languages of the web."""

BY_WORDS = (
    "by", "von", "vom", "par", "por", "door", "av", "af", "от", "від", "przez", "מאת", "بقلم", "به قلم", "نوشته",
    "نوشتهٔ", "โดย", "द्वारा", "napsal", "napsala", "napisał", "napisała", "napisao", "napisala", "piše", "írta",
    "yazan", "kirjoittanut", "scrie", "viết bởi", "เขียนโดย",
)  # fmt: skip
"""Words that introduce the author of a text, most of them prepositions."""
COMMON_BY_WORDS = ("da", "di", "de", "bởi", "ni", "na", "per", "oleh")
"""The same, but common in other senses, or names themselves: they count only before what looks like a name."""
BYLINE_VERBS = (
    "posted", "published", "written", "reported", "story", "words", "text", "article", "presented", "submitted",
    "veröffentlicht", "geschrieben", "erstellt", "verfasst", "ein artikel", "publié", "écrit", "rédigé",
    "publicado", "escrito", "pubblicato", "scritto", "skrevet", "skriven", "publicerad", "publisert",
    "geschreven", "geplaatst", "opublikowane", "napisane", "ditulis",
)  # fmt: skip
"""Words that may come before a preposition: "Posted by", "Text von"."""
HELPER_VERBS = (
    "reviewed", "edited", "translated", "checked", "fact-checked", "photographed", "photographs", "photography",
    "photos", "photo", "images", "image", "illustrated", "illustrations", "illustration", "video", "videos",
    "produced", "curated", "approved", "updated", "last updated", "last edited", "modified", "last modified",
    "sponsored", "powered", "designed", "hosted", "theme", "built", "developed", "supported", "brought to you",
    "fotos", "foto", "bilder", "bild", "übersetzt", "bearbeitet", "geprüft",
    "aktualisiert", "traduit", "relu", "mis à jour", "traducido", "revisado", "tradotto", "revisionato",
    "aggiornato", "tłumaczenie", "zdjęcia", "zdjęcie",
)  # fmt: skip
"""Words before a preposition that introduce somebody who helped: a reviewer, an editor, a photographer."""
AUTHOR_LABELS = (
    "author", "authors", "autor", "autora", "autores", "autorin", "autoren", "auteur", "auteurs", "autore",
    "autori", "redacción", "redakteur", "redakteurin", "redaktion", "text", "texte", "texto", "testo", "tekst",
    "tekstas", "verfasser", "verfasserin", "forfatter", "författare", "skribent", "kirjoittaja", "toimittaja",
    "auctor", "szerző", "autorius", "autors", "avtor", "yazar", "muhabir", "penulis", "tác giả", "автор",
    "авторы", "автори", "текст", "συντάκτης", "συγγραφέας", "कवि", "लेखक", "लेखिका", "লেখক", "نویسنده", "الكاتب",
    "كاتب", "المؤلف", "ผู้เขียน", "작성자", "글쓴이", "저자", "글", "作者", "文", "撰文", "撰稿", "記者", "记者",
    "通讯员", "责编", "責任編輯", "责任编辑", "著者", "筆者", "執筆", "取材・文", "文・写真",
)  # fmt: skip
"""Words before a name, mostly with a colon: "Author: Jane Doe"."""
COMMON_AUTHOR_LABELS = (
    "interview", "contributor", "reporter", "writer", "opinion", "kommentar", "journalist", "periodista",
    "giornalista",
)  # fmt: skip
"""The same, but they also begin titles and roles: they count only with a colon."""
STATUS_WORDS = (
    "published", "publish", "posted", "updated", "update", "modified", "edited", "created", "added", "submitted",
    "last updated", "last modified", "first published", "written", "issued", "released", "date", "veröffentlicht",
    "publiziert", "aktualisiert", "erstellt", "geändert", "erschienen", "bearbeitet", "letzte änderung", "stand",
    "publié", "publiée", "mis à jour", "modifié", "posté", "créé", "paru", "publicado", "publicada",
    "actualizado", "actualizada", "pubblicato", "pubblicata", "aggiornato", "aggiornata", "atualizado",
    "atualizada", "postado", "gepubliceerd", "geplaatst", "bijgewerkt", "publicerad", "uppdaterad", "publisert",
    "oppdatert", "udgivet", "opdateret", "julkaistu", "päivitetty", "opublikowano", "zaktualizowano", "dodano",
    "publikováno", "aktualizováno", "zveřejněno", "megjelent", "frissítve", "objavljeno", "publicat",
    "actualizat", "yayınlanma", "güncelleme", "дата", "опубликовано", "опублікована", "опубліковано", "обновлено",
    "оновлено", "публикувано", "δημοσίευση", "δημοσιεύθηκε", "ενημέρωση", "פורסם", "עודכן", "نشر", "تم النشر",
    "تحديث", "آخر تحديث", "تاریخ انتشار", "प्रकाशित", "अपडेट", "প্রকাশ", "প্রকাশিত", "เผยแพร่", "อัปเดต",
    "ngày đăng", "đăng lúc", "cập nhật", "xuất bản", "diterbitkan", "입력", "수정", "등록", "업데이트", "公開日",
    "更新日", "公開", "更新", "掲載", "配信", "投稿日", "发布", "發布", "发表", "發表", "时间", "時間", "来源",
    "來源",
)  # fmt: skip
"""Words beside a date that say what happened then. No name contains one."""
ROLE_WORDS = (
    "reporter", "correspondent", "editor", "writer", "columnist", "contributor", "journalist", "author",
    "blogger", "staff", "photographer", "producer", "presenter", "anchor", "analyst", "critic", "reviewer",
    "researcher", "expert", "specialist", "professor", "lecturer", "teacher", "student", "director", "manager",
    "officer", "chief", "head", "founder", "co-founder", "cofounder", "owner", "president", "chairman",
    "chairwoman", "partner", "consultant", "engineer", "developer", "administrator", "admin", "moderator",
    "member", "user", "guest", "freelancer", "freelance", "senior", "junior", "deputy", "associate", "assistant",
    "lead", "executive", "managing", "ceo", "cto", "cfo", "coo", "attorney", "lawyer", "physician", "nurse",
    "dietitian", "nutritionist", "therapist", "gardener", "redakteur", "redakteurin", "redaktion",
    "korrespondent", "korrespondentin", "journalistin", "reporterin", "autor", "autorin", "chefredakteur",
    "chefredakteurin", "volontär", "volontärin", "experte", "expertin", "rechtsanwalt", "rechtsanwältin",
    "geschäftsführer", "geschäftsführerin", "rédacteur", "rédactrice", "journaliste", "correspondant",
    "correspondante", "envoyé", "chroniqueur", "auteur", "redactor", "redactora", "periodista", "corresponsal",
    "redacción", "redazione", "rédaction", "giornalista", "inviato", "repórter", "jornalista", "dziennikarz",
    "dziennikarka", "redaktor", "redaktorka", "корреспондент", "редактор", "журналист", "обозреватель", "muhabir",
    "기자", "특파원", "논설위원", "앵커", "편집위원", "記者", "记者",
)  # fmt: skip
"""What people are who write: a line about an author has one beside the name, and no name is one."""
AGENCIES = frozenset(
    (
        "associated press|the associated press|ap|reuters|thomson reuters|afp|agence france presse|dpa|apa|ansa|efe|"
        "agencia efe|upi|pti|ani|ians|xinhua|tass|interfax|anadolu ajansı|bloomberg|the canadian press|canadian press|"
        "getty images|ritzau|ntb|tt|stt|pap|čtk|mti|belga|anp|lusa|sda|keystone sda|epd|kna|sid|yonhap|kyodo"
    ).split("|")
)
"""Keys of the names of news agencies: beside a person they are no author."""
NON_NAME_WORDS = frozenset(
    (
        "editorial ago min read minute minutes hour hours comment comments share follow subscribe newsletter view "
        "more all post posts bio profile team news desk photo bild image getty copyright rights reserved uhr "
        "kommentar kommentare artikel mehr lesen sekunden stunden vor the this that is was are about our your "
        "print email facebook twitter whatsapp telegram linkedin instagram monday tuesday wednesday thursday "
        "friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag january february "
        "march april june july august september october november december januar februar märz mai juni juli "
        "oktober dezember download click sign login menu search cookie cookies privacy policy shop cart buy trial "
        "learn filter sort sortieren reviews guide tips products services related zurück weiter übersicht teilen "
        "twittern drucken startseite home rss feed podcast advertisement sponsored weitere aktuelle alle am pm "
        "est edt pst pdt cst cdt gmt utc cet cest bst ist signed store link id isbn issn sku doi answer"
        " minuten lesezeit lesedauer minutos lectura lecture leitura lettura tiempo temps reading time video loading "
        "icon gallery logo forecast popular most articoli suggeriti commentary headshot picture thumbnail avatar"
    ).split()
) | frozenset(word for word in (*ROLE_WORDS, *STATUS_WORDS) if " " not in word)
"""Words of menus, buttons, dates and roles: no name of a person has one."""
NAME_PARTICLES = frozenset(
    (
        "de da di do du dos das del della der den van von vom zu zur zum la le les el al bin ibn ben bint abu ter ten "
        "te y e af av d' o' mc mac st san santa dela"
    ).split()
)
"""Words within names that may be in lower case; no name ends in one."""
ROLE_ADJECTIVES = frozenset(
    (
        "special chief contributing foreign political business sports health science tech technology investigative "
        "guest city national digital news white house diplomatic economics culture food travel staff"
    ).split()
)
"""Words between a name and a role: "Jane Doe Special Correspondent"."""
DEGREES = frozenset("ph.d phd m.d md jr sr ii iii esq dvm rn mba msc bsc j.d ed.d dds d.d.s facs".split())
"""What stands behind a name and a comma and is no first name, in lower case and without the last point."""
