"""Words by which harm is told in English, Indonesian and Hindi: tables, no code.

Words stand as ``numerals.normal`` leaves them: lower case, without nukta, with anusvara for
chandrabindu. Several words of a cue are several tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from retold.model import Harm, Method, Role, SourceParty

Side = Literal["before", "behind", "either"]


@dataclass(frozen=True)
class Cue:
    """Words that say a harm, and on which side of them its figure stands.

    ``alone`` is whether they say it without a figure too: "was killed" does, "deaths" does not.
    """

    words: tuple[str, ...]
    harm: Harm
    side: Side
    alone: bool


def _cues(harm: Harm, side: Side, alone: bool, *phrases: str) -> list[Cue]:
    return [Cue(tuple(phrase.split()), harm, side, alone) for phrase in phrases]


def _passive(*participles: str) -> list[str]:
    """English participles behind each form of "to be"."""
    return [
        f"{be} {word}"
        for word in participles
        for be in ["is", "are", "was", "were", "be", "been", "being"]
    ]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CUES: dict[str, tuple[Cue, ...]] = {
    "en": (
        *_cues("killed", "before", True, "died", "perished", "lost their lives", "lost his life",
               "lost her life", *_passive("killed", "murdered", "slain", "assassinated", "massacred")),
        *_cues("killed", "before", False, "dead", "deaths", "fatalities", "killed in", "killed by"),
        *_cues("killed", "behind", True, "killing", "murdered", "murdering", "assassinated",
               "massacred", "claimed the lives of"),
        *_cues("killed", "either", True, "killed"),
        *_cues("killed", "behind", False, "kill", "kills", "death toll", "death of", "deaths of",
               "death toll of"),
        *_cues("injured", "before", True, *_passive("injured", "wounded", "hurt")),
        *_cues("injured", "before", False, "injuries", "injured in", "wounded in", "hurt"),
        *_cues("injured", "behind", True, "injuring", "wounding"),
        *_cues("injured", "either", True, "injured", "wounded"),
        *_cues("killed_or_injured", "before", True, "were killed or injured", "were killed or wounded",
               "killed or injured", "killed or wounded", "killed and injured", "killed and wounded"),
        *_cues("killed_or_injured", "before", False, "casualties"),
        *_cues("missing", "before", False, "missing", "unaccounted for", "disappeared"),
        *_cues("abducted", "before", True, *_passive("kidnapped", "abducted"), "taken hostage"),
        *_cues("abducted", "behind", True, "kidnapped", "abducted", "kidnapping", "abducting"),
        *_cues("displaced", "before", True, *_passive("displaced"), "displaced", "left homeless"),
    ),
    "id": (
        *_cues("killed", "before", True, "tewas", "meninggal", "meninggal dunia", "terbunuh", "dibunuh",
               "gugur", "kehilangan nyawa"),
        *_cues("killed", "behind", True, "menewaskan", "membunuh", "merenggut nyawa",
               "merenggut"),
        *_cues("killed", "either", False, "korban jiwa", "korban tewas", "korban meninggal"),
        *_cues("injured", "before", True, "terluka", "luka luka", "luka-luka", "cedera",
               "mengalami luka", "luka"),
        *_cues("injured", "behind", True, "melukai"),
        *_cues("missing", "before", False, "hilang"),
        *_cues("abducted", "before", True, "diculik", "disandera"),
        *_cues("abducted", "behind", True, "menculik", "menyandera"),
        *_cues("displaced", "before", True, "mengungsi", "kehilangan tempat tinggal"),
    ),
    "hi": (
        *_cues("killed", "before", True, "मारे गए", "मारे गये", "मारा गया", "मारी गई", "मौत हो गई",
               "मौत हुई", "मौत", "मौतें", "की जान चली गई", "जान गई", "जान गंवाई", "मर गए", "हत्या",
               "मार डाला", "शहीद"),
        *_cues("injured", "before", True, "घायल", "जख्मी"),
        *_cues("missing", "before", False, "लापता"),
        *_cues("abducted", "before", True, "अगवा", "अपहरण", "बंधक"),
        *_cues("displaced", "before", True, "विस्थापित", "बेघर"),
    ),
}  # fmt: skip
"""Cues by language. Among cues at one place the longest counts."""

INCLUDING: dict[str, tuple[str, ...]] = {
    "en": ("including", "among them", "of them", "of whom"),
    "id": ("termasuk", "di antaranya"),
    "hi": ("जिनमें", "समेत", "सहित"),
}
"""Words behind which a part of the figure before stands."""

NOT_PERSONS: dict[str, frozenset[str]] = {
    "en": _words(
        "percent per % year years year-old old month months week weeks day days hour hours minute"
        " minutes km kilometers kilometres miles meters metres dollars pesos colones kg kilograms"
        " pounds bombs bullets shots vehicles houses homes buildings attacks explosions times a.m."
        " p.m. january february march april may june july august september october november"
        " december"
    ),
    "id": _words(
        "persen % tahun bulan minggu pekan hari jam menit km kilometer meter dolar rupiah rumah"
        " bangunan kendaraan kali januari februari maret april mei juni juli agustus september"
        " oktober november desember"
    ),
    "hi": _words(
        "प्रतिशत फीसदी % साल वर्ष महीने हफ्ते दिन घंटे मिनट किलोमीटर किमी मीटर रुपये डॉलर घर मकान"
        " वाहन बार जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर बजे"
    ),
}
"""Words behind a number that make it a number of something else."""

PHRASE_ENDS: dict[str, frozenset[str]] = {
    "en": _words(
        "was were is are have has had been being who which that when while in at on by from"
        " during after before and or as , . ; : ( ) killed injured wounded died dead with for to"
    ),
    "id": _words(
        "yang di pada saat ketika dalam oleh dari setelah dan atau , . ; : ( ) tewas terluka luka"
        " meninggal mengalami dengan untuk"
    ),
    "hi": _words("की के का में से पर ने को और या , . ; : ( ) । मारे मारा घायल जख्मी मौत थे हैं है गए हो"),
}
"""Words at which the noun phrase of a figure's persons ends."""

METHODS: dict[str, tuple[tuple[str, Method], ...]] = {
    "en": (
        ("suicide", "suicide_bombing"), ("airstrike", "airstrike"), ("air strike", "airstrike"),
        ("airstrikes", "airstrike"), ("drone", "drone"), ("shelling", "shelling"),
        ("mortar", "shelling"), ("bomb", "bombing"), ("bombs", "bombing"), ("bombing", "bombing"),
        ("explosion", "bombing"), ("dynamite", "bombing"), ("car bomb", "bombing"), ("shot", "shooting"),
        ("gunmen", "shooting"), ("shooting", "shooting"), ("gunfire", "shooting"),
        ("machinegunned", "shooting"), ("stabbed", "stabbing"), ("arson", "arson"),
        ("earthquake", "natural"), ("flood", "natural"), ("accident", "accident"),
    ),
    "id": (
        ("bunuh diri", "suicide_bombing"), ("serangan udara", "airstrike"), ("drone", "drone"),
        ("bom", "bombing"), ("ledakan", "bombing"), ("penembakan", "shooting"), ("ditembak", "shooting"),
        ("gempa", "natural"), ("banjir", "natural"), ("longsor", "natural"), ("kecelakaan", "accident"),
    ),
    "hi": (
        ("आत्मघाती", "suicide_bombing"), ("हवाई हमले", "airstrike"), ("ड्रोन", "drone"),
        ("बम", "bombing"), ("धमाके", "bombing"), ("विस्फोट", "bombing"), ("गोलीबारी", "shooting"),
        ("भूकंप", "natural"), ("बाढ", "natural"), ("हादसे", "accident"),
    ),
}  # fmt: skip
"""Words that tell how it was done; the first that the sentence has counts."""

ROLES: dict[str, tuple[tuple[str, Role], ...]] = {
    "en": (
        ("civilians", "civilian"), ("civilian", "civilian"), ("peasants", "civilian"),
        ("worshippers", "civilian"), ("worshipers", "civilian"), ("children", "civilian"),
        ("students", "civilian"), ("passengers", "civilian"), ("soldiers", "state_force"),
        ("soldier", "state_force"), ("troops", "state_force"), ("policemen", "state_force"),
        ("police", "state_force"), ("guerrillas", "combatant"), ("rebels", "combatant"),
        ("militants", "combatant"), ("fighters", "combatant"), ("journalists", "journalist"),
        ("officials", "official"),
    ),
    "id": (
        ("warga", "civilian"), ("jemaah", "civilian"), ("jamaah", "civilian"), ("anak", "civilian"),
        ("penumpang", "civilian"), ("tentara", "state_force"), ("polisi", "state_force"),
        ("militan", "combatant"), ("wartawan", "journalist"), ("pejabat", "official"),
    ),
    "hi": (
        ("नागरिक", "civilian"), ("नागरिकों", "civilian"), ("बच्चे", "civilian"), ("यात्री", "civilian"),
        ("जवान", "state_force"), ("सैनिक", "state_force"), ("पुलिसकर्मी", "state_force"),
        ("आतंकी", "combatant"), ("पत्रकार", "journalist"),
    ),
}  # fmt: skip
"""Words of the victims' noun phrase that tell who they were; the first one counts."""

PARTIES: dict[str, tuple[tuple[str, SourceParty], ...]] = {
    "en": (
        ("claimed responsibility", "perpetrator"), ("hospital", "medical"), ("doctors", "medical"),
        ("medics", "medical"), ("witnesses", "witness"), ("witness", "witness"),
        ("eyewitnesses", "witness"), ("police said", "authority"), ("officials said", "authority"),
        ("authorities said", "authority"), ("official said", "authority"), ("army said", "authority"),
        ("according to police", "authority"), ("communique", "authority"), ("red cross", "ngo"),
    ),
    "id": (
        ("rumah sakit", "medical"), ("dokter", "medical"), ("saksi mata", "witness"),
        ("kata polisi", "authority"), ("kata pejabat", "authority"), ("menurut pejabat", "authority"),
        ("menurut polisi", "authority"),
    ),
    "hi": (
        ("अस्पताल", "medical"), ("डॉक्टरों", "medical"), ("प्रत्यक्षदर्शियों", "witness"),
        ("पुलिस ने", "authority"), ("अधिकारियों ने", "authority"), ("पुलिस के मुताबिक", "authority"),
    ),
}  # fmt: skip
"""Words of the sentence that tell on whose word it stands; the first one counts."""
