"""Mends what encodings, fonts and keyboards left in a text, only where it cannot be anything else.

* UTF-8 that was read as Latin-1 or Windows-1252 (``Viá»‡t``);
* the fonts of before Unicode, TCVN3 (.VnTime) and VNI, and Windows-1258, read as Latin-1 (``ViÖt``, ``Vieät``,
  ``Viêòt``): a line is converted when nearly all its marked words are Vietnamese syllables then and were none before;
* ``Ð`` (eth) and ``Ɖ`` for ``Đ``; Cyrillic and Greek letters in Latin words, which look the same;
* a mark that is written twice, or behind the blank that follows its letter (``tiề̀n``, ``thi ̣trường``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice, product

from diembao.core.syllables import is_syllable
from diembao.core.text_edits import Edit, Rule

# ---- UTF-8 that was read as something else


def _byte_of() -> dict[str, int]:
    found = {chr(code): code for code in range(0x80, 0x100)}
    for code in range(0x80, 0xA0):
        try:
            found[bytes([code]).decode("cp1252")] = code
        except UnicodeDecodeError:
            continue
    return found


_BYTES = _byte_of()
_FOLLOWING = "".join(sorted(char for char, byte in _BYTES.items() if byte < 0xC0))
#: Two bytes of the letters of Latin-1 and Vietnamese, three of Vietnamese letters and of quotation marks.
_MISREAD = re.compile(rf"[ÂÃÄÅÆ][{re.escape(_FOLLOWING)}]|á[º»][{re.escape(_FOLLOWING)}]|â€[{re.escape(_FOLLOWING)}]")
_FEWEST_MISREAD = 2
_COMPOSED = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")


def _misread(text: str) -> Iterable[Edit]:
    if not ("Ã" in text or "Ä" in text or "Æ" in text or "á»" in text or "áº" in text or "â€" in text):
        return []
    found = []
    for match in _MISREAD.finditer(text):
        try:
            found.append(Edit(match.start(), match.end(), bytes(_BYTES[char] for char in match.group()).decode()))
        except UnicodeDecodeError:
            continue
    return found if len(found) >= _FEWEST_MISREAD or _COMPOSED.search(text) is None else []


# ---- fonts of before Unicode

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TONES = "\u0301\u0300\u0309\u0303\u0323"


def _vni() -> dict[str, str]:
    found = {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ"}
    plain, hat, breve = "ùøûõï", "áàåãä", "éèúüë"
    for vowel, toned in (("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y"), ("ô", "ơ"), ("ö", "ư")):
        found |= {
            vowel + sign: unicodedata.normalize("NFC", toned + tone) for sign, tone in zip(plain, _TONES, strict=True)
        }
    for vowel in "aeo":
        found[vowel + "â"] = unicodedata.normalize("NFC", vowel + "\u0302")
        found |= {
            vowel + sign: unicodedata.normalize("NFC", vowel + "\u0302" + tone)
            for sign, tone in zip(hat, _TONES, strict=True)
        }
    found["aê"] = "ă"
    found |= {"a" + sign: unicodedata.normalize("NFC", "ă" + tone) for sign, tone in zip(breve, _TONES, strict=True)}
    for (old, new), upper in product(list(found.items()), (False, True)):
        found[old.upper() if upper else old.capitalize()] = new.upper() if upper else new.capitalize()
    return found


def _windows_1258() -> dict[str, str]:
    found = {}
    for code in range(0xC0, 0x100):
        letter = bytes([code]).decode("cp1258", errors="ignore")
        if letter and letter != chr(code):
            found[chr(code)] = letter
    return found


_FONTS = tuple(
    (re.compile("|".join(re.escape(old) for old in sorted(table, key=len, reverse=True))), table)
    for table in (_TCVN3, _vni(), _windows_1258())
)
_LINE = re.compile("[^\n]+")
_UNUSUAL = re.compile(
    "[^ \n\x21-\x7eàáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ"
    "\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9“”‘’–—…]|Ã[“”‘’–—…]"
)
_MARKED_LATIN = re.compile("[\u00a1-\u00ff]")
_FONT_WORD = re.compile("[A-Za-z\u00a1-\u00ff]++")
#: A line is judged by so many marked words at most, and at least; such shares of them must be syllables after, and may
#: have been syllables before.
_MOST_WORDS = 200
_FEWEST_WORDS, _SYLLABLES_AFTER, _SYLLABLES_BEFORE = 4, 0.9, 0.5


def _old_fonts(text: str) -> Iterable[Edit]:
    lines = [
        match
        for match in _LINE.finditer(text)
        if _MARKED_LATIN.search(match.group()) and not _COMPOSED.search(match.group())
    ]
    if not lines:
        return []
    judged = [_font_of(line.group()) for line in lines]
    sure = {font for font in judged if font is not None}
    only = next(iter(sure)) if len(sure) == 1 else None
    found: list[Edit] = []
    for line, font in zip(lines, judged, strict=True):
        if font is None and only is not None and _fits(line.group(), only):
            font = only
        if font is not None:
            pattern, table = _FONTS[font]
            found += (
                Edit(match.start(), match.end(), table[match.group()])
                for match in pattern.finditer(text, line.start(), line.end())
            )
    return found


def _font_of(line: str) -> int | None:
    """The font that a line was surely typed in, by its number."""
    words = _marked_words(line)
    if len(words) < _FEWEST_WORDS or sum(map(is_syllable, words)) > _SYLLABLES_BEFORE * len(words):
        return None
    shares = [sum(is_syllable(_converted(word, font)) for word in words) / len(words) for font in range(len(_FONTS))]
    best = max(shares)
    return shares.index(best) if best >= _SYLLABLES_AFTER and shares.count(best) == 1 else None


def _marked_words(line: str) -> list[str]:
    words = (match.group() for match in _FONT_WORD.finditer(line))
    return list(islice((word for word in words if not word.isascii()), _MOST_WORDS))


def _fits(line: str, font: int) -> bool:
    """Whether a short line among others of a font is of it too."""
    words = _marked_words(line)
    return all(is_syllable(_converted(word, font)) for word in words) and not all(map(is_syllable, words))


def _converted(word: str, font: int) -> str:
    pattern, table = _FONTS[font]
    return unicodedata.normalize("NFC", pattern.sub(lambda match: table[match.group()], word))


# ---- letters that look like others

_LOOK_ALIKE = dict(
    zip(
        "асеорхуіѕјАВСЕНКМОРТХІЅЈοΟΑΒΕΖΗΙΚΜΝΡΤΥΧ",
        "aceopxyisjABCEHKMOPTXISJoOABEZHIKMNPTYX",
        strict=True,
    )
)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_WORD = re.compile(r"\w++")
_ETH = re.compile(r"\b[ÐƉ]|(?<=[A-ZĐƠƯ&])Ð(?![a-zß-ÿ])|Ɖ|ɖ")


def _look_alikes(text: str) -> Iterator[Edit]:
    if _FOREIGN.search(text) is None:
        return
    for match in _WORD.finditer(text):
        word = match.group()
        foreign = _FOREIGN.findall(word)
        latin = sum(map(str.isalpha, word)) - len(foreign) if foreign else 0
        if latin and all(char in _LOOK_ALIKE for char in foreign):
            for at, char in enumerate(word, match.start()):
                if char in _LOOK_ALIKE:
                    yield Edit(at, at + 1, _LOOK_ALIKE[char])


def _eths(text: str) -> Iterator[Edit]:
    if "Ð" in text or "Ɖ" in text or "ɖ" in text:
        for match in _ETH.finditer(text):
            yield Edit(match.start(), match.end(), "đ" if match.group() == "ɖ" else "Đ")


# ---- marks

_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
_MARK = re.compile(f"[{_MARKS}]")
_VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
#: Behind a word that ends in its only vowel, without a tone: there a mark can have stood.
_STRAY = re.compile(rf"(?<=[^{_VOWELS}\W\d_][{_VOWELS}])([ \u00a0]+)([{_TONES}])(?=[^\W\d_])")
_MARKED = re.compile(rf"[^\W\d_][{_MARKS}]+")


def _strays(text: str) -> Iterator[Edit]:
    if _MARK.search(text) is None:
        return
    for match in _STRAY.finditer(text):
        yield Edit(match.start(), match.end(), match[2] + match[1])


def _doubled(text: str) -> Iterator[Edit]:
    if _MARK.search(text) is None:
        return
    for match in _MARKED.finditer(text):
        parts = unicodedata.normalize("NFD", match.group())
        marks = parts[1:]
        once = unicodedata.normalize("NFC", parts[0] + "".join(dict.fromkeys(marks)))
        if len(set(marks)) < len(marks):
            yield Edit(match.start(), match.end(), once)


def is_ordinary(line: str) -> bool:
    """Whether a line is so plain that nothing here or in composing would change it."""
    return _UNUSUAL.search(line) is None and (_COMPOSED.search(line) is not None or _MARKED_LATIN.search(line) is None)


#: What must come before invisible characters are taken away: some of them are parts of letters here.
ENCODINGS: tuple[Rule, ...] = (_misread, _old_fonts)
LETTERS: tuple[Rule, ...] = (_look_alikes, _eths, _strays, _doubled)
