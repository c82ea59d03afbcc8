"""A ZIP of exports: every member read by itself, from memory, as one `Reading`.

Nothing is ever written to a disk, so a member's name is only a name. An archive inside an archive is read too, once.
A member that cannot be read is said and the others are read; a question of one is the archive's question.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from tenk_desktop.core.errors import ImportRefusedError, TenkError
from tenk_desktop.core.importing.sheets import locked
from tenk_desktop.core.importing.statement import Evidence, Problem, Question, Reading, ReadOptions
from tenk_desktop.core.progress import Progress, step
from tenk_desktop.core.text import Message, msg, neutral

FORMAT = "zip"
_KNOWN_AS: dict[str, str | Message] = {  # the other formats as everybody calls them: OFX, CSV
    "tenk": "Tenk",
    "paypal": "PayPal",
    "wise": "Wise",
    "pasted": msg("texte collé"),
    "tiktok-studio": "TikTok Studio",
    "tiktok-business": msg("compte professionnel TikTok"),
    "tiktok-live": msg("LIVE Center de TikTok"),
    "tiktok-user-data": msg("données de votre compte TikTok"),
    "tiktok-shop-finance": "TikTok Shop",
    "tiktok-affiliate-orders": msg("commandes d’affiliation TikTok"),
}
MOST_MEMBERS = 200
MOST_INFLATED = 100 * 1024 * 1024  # bytes, of all members together

ReadMember = Callable[[str, bytes, ReadOptions, Progress], Reading]
"""Reads one member; an archive among them is refused unless it may be opened."""

_IGNORED = re.compile(  # what systems and people add to an archive
    r"(?:^|/)(?:__MACOSX/|\.|thumbs\.db$|desktop\.ini$|(?:readme|lisez.?moi|licen[cs]e)[^/]*$)"
    r"|\.(?:png|jpe?g|gif|webp|heic|svg|bmp|ico|mp4|mov|mp3|url|html?\.zone)$",
    re.IGNORECASE,
)


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a ZIP, whatever it holds."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read(name: str, data: bytes, options: ReadOptions, read_member: ReadMember, progress: Progress) -> Reading:
    """The statements of every member, each with its member's name, format and encoding.

    ``options`` answer the members that ask; where none asks they are for all. Raises `ImportRefusedError` when
    no member can be read, and `Cancelled`.
    """
    problems: list[Problem] = []
    readings: list[tuple[str, Reading]] = []
    refusals: list[tuple[str, TenkError]] = []
    kept: dict[str, bytes] = {}
    plain = replace(options, dates="", decimal="", sign="", year=None, columns=())
    for member, inside, part in _members(data, problems, progress):
        try:
            readings.append((member, read_member(f"{name}!{member}", inside, plain, part)))
        except ImportRefusedError as refusal:
            refusals.append((member, refusal))
        else:
            kept |= {member: inside} if options != plain else {}
    asking = {m for m, r in readings if r.questions} or kept.keys()
    for i, (member, _) in enumerate(readings):
        if member in asking and member in kept:
            readings[i] = member, read_member(f"{name}!{member}", kept[member], options, progress)
    if not readings:
        raise _nothing(problems, refusals)
    problems += [Problem(0, Message("{text}", {"text": refusal}), member=member) for member, refusal in refusals]
    return _joined(readings, problems)


def _members(data: bytes, problems: list[Problem], progress: Progress) -> Iterator[tuple[str, bytes, Progress]]:
    """Name, bytes and share of the progress of each member worth reading; ``problems`` gets a word on the others."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [i for i in archive.infolist() if not i.filename.endswith("/")]
            if len(infos) > MOST_MEMBERS or sum(i.file_size for i in infos) > MOST_INFLATED:
                raise _too_big()
            left = MOST_INFLATED
            for i, info in enumerate(infos):
                step(progress, i / len(infos))
                name = info.filename
                if _IGNORED.search(name):
                    problems.append(Problem(0, msg("« {file} » ignoré", file=neutral(name)), lost=False))
                    continue
                try:
                    if info.flag_bits & 1:
                        raise locked()
                    inside = _inflate(archive, info, left)
                except TenkError as error:
                    problems.append(Problem(0, error.what, member=name))
                    continue
                except _DAMAGE:
                    problems.append(Problem(0, msg("fichier abîmé dans l’archive"), member=name))
                    continue
                left -= len(inside)
                yield name, inside, _part(progress, i, len(infos))
    except _DAMAGE:
        raise ImportRefusedError(
            msg("Cette archive est abîmée ou n’est pas un ZIP."), msg("Téléchargez-la à nouveau.")
        ) from None


_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError)


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    info.file_size = 2 * left + 2  # read to the end of the data, not to the end declared
    with archive.open(info) as member:
        data = member.read(left + 1)
    if len(data) > left:
        raise _too_big()
    return data


def _too_big() -> ImportRefusedError:
    return ImportRefusedError(
        msg("Cette archive contient trop de fichiers, ou de trop gros."), msg("Importez ses fichiers un par un.")
    )


def _nothing(problems: Sequence[Problem], refusals: Sequence[tuple[str, TenkError]]) -> ImportRefusedError:
    if refusals:
        member, refusal = refusals[0]
        return ImportRefusedError(msg("« {file} » : {text}", file=neutral(member), text=refusal.what), refusal.way_out)
    if hurt := next((p for p in problems if p.lost), None):
        return ImportRefusedError(msg("« {file} » : {text}", file=neutral(hurt.member), text=hurt.message))
    return ImportRefusedError(
        msg("Cette archive ne contient aucun relevé."), msg("Vérifiez ce qui a été choisi au moment de l’export.")
    )


def _joined(readings: Sequence[tuple[str, Reading]], problems: list[Problem]) -> Reading:
    statements, evidence = [], []
    questions: dict[str, Question] = {}
    owed: set[tuple[str, str, Decimal]] = set()
    for member, reading in readings:
        shown = neutral(member)
        for s in reading.statements:
            said = {(e.platform, e.key, e.amount) for e in s.earnings}
            if said and not s.rows and said <= owed:
                problems.append(Problem(0, msg("mêmes gains que dans un autre fichier"), lost=False, member=member))
                continue
            owed |= said
            inner = f"{member}!{s.member}" if s.member else member  # an archive in the archive
            format_, encoding = s.format or reading.format, s.encoding or reading.encoding
            statements.append(replace(s, member=inner, format=format_, encoding=encoding))
        for p in reading.problems:
            inner = f"{member}!{p.member}" if p.member else member
            problems.append(replace(p, member=inner))
        for q in reading.questions:
            example = msg("« {file} » : {text}", file=shown, text=q.example)
            first = questions.setdefault(q.about, replace(q, example=example, members=()))
            members = [f"{member}!{m}" for m in q.members] or [member]
            questions[q.about] = replace(first, members=(*first.members, *members))
        known = Message("{text}", {"text": _KNOWN_AS.get(reading.format, reading.format.upper())})
        evidence.append(Evidence("member", msg("« {file} »", file=shown), known))
    alone = readings[0][1].evidence if len(readings) == 1 else ()
    tables = tuple(t for _, reading in readings for t in reading.tables)
    return Reading(
        FORMAT, "", tuple(statements), tuple(problems), tuple(questions.values()), (*evidence, *alone), tables
    )


def _part(progress: Progress, i: int, count: int) -> Progress:
    return lambda done: progress((i + done) / count)
