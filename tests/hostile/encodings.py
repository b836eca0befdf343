"""The encodings of the WHATWG Encoding standard (section 4.2) with all of their labels, and a text in each."""

from typing import NamedTuple


class Encoding(NamedTuple):
    """An encoding.

    name     as the standard has it
    labels   all that a page may call it
    codec    the encoding of Python that writes `sample` as the standard reads it
    sample   a text in the letters that the encoding was made for
    """

    name: str
    labels: tuple[str, ...]
    codec: str
    sample: str


def _of(name: str, labels: str, codec: str, sample: str) -> Encoding:
    return Encoding(name, tuple(labels.split()), codec, sample)


_FRENCH = "L'été dernier, à la fête du village, on a dîné dehors."
_CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy."
_RUSSIAN = "Вчера вечером в городе прошёл сильный дождь, и улицы опустели."
_UKRAINIAN = "Щастям б'єш жук їх глицю в фон й ґедзь пріч."
_GREEK = "Χθες το βράδυ έβρεξε δυνατά στην πόλη."
_HEBREW = "אתמול בערב ירד גשם חזק בעיר."
_ARABIC = "هطل مساء أمس مطر غزير على المدينة."
_TURKISH = "Dün akşam şehirde şiddetli yağmur yağdı, sokaklar ıssızdı."
_BALTIC = "Vakar vakare mieste smarkiai lijo, gatvės ištuštėjo, žmonės slėpėsi."
_THAI = "เมื่อวานตอนเย็นฝนตกหนักในเมือง"
_SIMPLIFIED = "昨天晚上城里下了大雨，街上没有人。"
_TRADITIONAL = "昨天晚上城裡下了大雨，街上沒有人。"
_JAPANESE = "昨日の夜、町では強い雨が降り、通りに人はいなかった。"
_KOREAN = "어제 저녁 도시에는 큰비가 내려 거리에 사람이 없었다."

ENCODINGS = (
    _of(
        "UTF-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8", "utf-8", _RUSSIAN + _KOREAN
    ),
    _of("IBM866", "866 cp866 csibm866 ibm866", "cp866", _RUSSIAN),
    _of(
        "ISO-8859-2",
        "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2",
        "iso8859-2",
        _CZECH,
    ),
    _of(
        "ISO-8859-3",
        "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3",
        "iso8859-3",
        "Eĥoŝanĝo ĉiuĵaŭde, kaj Ħal Għaxaq",
    ),
    _of(
        "ISO-8859-4",
        "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4",
        "iso8859-4",
        _BALTIC,
    ),
    _of(
        "ISO-8859-5",
        "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988",
        "iso8859-5",
        _RUSSIAN,
    ),
    _of(
        "ISO-8859-6",
        "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i "
        "iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
        "iso8859-6",
        _ARABIC,
    ),
    _of(
        "ISO-8859-7",
        "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7 "
        "iso_8859-7:1987 sun_eu_greek",
        "iso8859-7",
        _GREEK,
    ),
    _of(
        "ISO-8859-8",
        "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 "
        "iso_8859-8:1988 visual",
        "iso8859-8",
        _HEBREW,
    ),
    _of("ISO-8859-8-I", "csiso88598i iso-8859-8-i logical", "iso8859-8", _HEBREW),
    _of(
        "ISO-8859-10",
        "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6",
        "iso8859-10",
        "Sámegiella ja ođđa šaldi, þórður á Ísafirði",
    ),
    _of("ISO-8859-13", "iso-8859-13 iso8859-13 iso885913", "iso8859-13", _BALTIC),
    _of("ISO-8859-14", "iso-8859-14 iso8859-14 iso885914", "iso8859-14", "Mae'r ŵyn ar y tŷ, ac ẁyth ẅyth ŷd"),
    _of(
        "ISO-8859-15",
        "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
        "iso8859-15",
        "Le cœur coûte 12 €, dit Šárka à Žižkov",
    ),
    _of("ISO-8859-16", "iso-8859-16", "iso8859-16", "Aseară în oraș a plouat tare, și străzile s-au golit, țară"),
    _of("KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r", "koi8-r", _RUSSIAN),
    _of("KOI8-U", "koi8-ru koi8-u", "koi8-u", _UKRAINIAN),
    _of("macintosh", "csmacintosh mac macintosh x-mac-roman", "mac-roman", _FRENCH),
    _of("windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874", "cp874", _THAI),
    _of("windows-1250", "cp1250 windows-1250 x-cp1250", "cp1250", _CZECH),
    _of("windows-1251", "cp1251 windows-1251 x-cp1251", "cp1251", _RUSSIAN),
    _of(
        "windows-1252",
        "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1 "
        "iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252",
        "cp1252",
        _FRENCH + " – “12 €”",
    ),
    _of("windows-1253", "cp1253 windows-1253 x-cp1253", "cp1253", _GREEK),
    _of(
        "windows-1254",
        "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 "
        "windows-1254 x-cp1254",
        "cp1254",
        _TURKISH,
    ),
    _of("windows-1255", "cp1255 windows-1255 x-cp1255", "cp1255", _HEBREW),
    _of("windows-1256", "cp1256 windows-1256 x-cp1256", "cp1256", _ARABIC),
    _of("windows-1257", "cp1257 windows-1257 x-cp1257", "cp1257", _BALTIC),
    _of("windows-1258", "cp1258 windows-1258 x-cp1258", "cp1258", "Đêm qua trơi mưa to ơ thành phô, ngươi đi vê"),
    _of("x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian", "mac-cyrillic", _RUSSIAN),
    _of(
        "GBK",
        "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk",
        "gbk",
        _SIMPLIFIED,
    ),
    _of("gb18030", "gb18030", "gb18030", _SIMPLIFIED + "㐂 é"),
    _of("Big5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5", "big5", _TRADITIONAL),
    _of("EUC-JP", "cseucpkdfmtjapanese euc-jp x-euc-jp", "euc-jp", _JAPANESE),
    _of("ISO-2022-JP", "csiso2022jp iso-2022-jp", "iso2022-jp", _JAPANESE),
    _of(
        "Shift_JIS",
        "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis",
        "cp932",
        _JAPANESE,
    ),
    _of(
        "EUC-KR",
        "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 windows-949",
        "cp949",
        _KOREAN,
    ),
    _of("UTF-16BE", "unicodefffe utf-16be", "utf-16-be", _RUSSIAN),
    _of("UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le", "utf-16-le", _RUSSIAN),
    _of("x-user-defined", "x-user-defined", "ascii", "Plain words"),
)
"""Every encoding but "replacement"."""

REPLACEMENT_LABELS = ("csiso2022kr", "hz-gb-2312", "iso-2022-cn", "iso-2022-cn-ext", "iso-2022-kr", "replacement")
