"""Real bylaws as a secretary types them in the pages: the text, then each question's fields.

A field is named as on the page, after its question's path; a choice by the words one reads.
"""

from dataclasses import dataclass, field

LAW, STATUTES = "La loi ou un règlement public", "Les statuts"
SILENT = "Les statuts ne le disent pas"
Typed = dict[str, str]


@dataclass(frozen=True, slots=True)
class Written:
    """The bylaws of one association: what is typed, question by question."""

    preset: str
    heading: Typed
    prefix: str
    text: str
    answers: tuple[tuple[int, str, Typed], ...] = field(default=())  # number, body, fields


def said(path: str, source: str, clause: str = "", **value: str) -> Typed:
    """Return the fields of one value; ``__`` in a name stands for what ``.`` and ``[]`` write."""
    typed = {f"{path}.source": source}
    if clause:
        typed[f"{path}.clause"] = clause
    for name, words in value.items():
        inner = name.removeprefix("value")
        typed[f"{path}.value{inner.replace('__', '.')}"] = words
    return typed


def rows(path: str, source: str, clause: str = "", *lines: str | Typed) -> Typed:
    """Return the fields of a list, line by line."""
    typed = said(path, source, clause)
    for number, line in enumerate(lines):
        at = f"{path}.value[{number}]"
        typed |= {at: line} if isinstance(line, str) else {f"{at}.{k}": v for k, v in line.items()}
    return typed


ASA = Written(
    "asa",
    {
        "name": "ASA, association syndicale autorisée",
        "association": "Association syndicale autorisée",
        "origin": "Décret n° 2006-504 du 3 mai 2006, article 19. Quand le total des voix est "
        "impair, l’arrondi de « la moitié plus une » est à confirmer. Ce que ces textes ne disent "
        "pas, ou que nous n’en avons pas lu, est une valeur par défaut à confirmer.",
    },
    "décret n° 2006-504",
    "Article 19\nLes membres sont convoqués par lettre, télécopie, courrier électronique ou main "
    "propre quinze jours au moins avant la réunion, cinq en cas d’urgence. Les propriétaires "
    "peuvent donner un mandat écrit, toujours révocable ; un mandataire détient au plus un "
    "cinquième des pouvoirs des membres en exercice. L’assemblée délibère valablement quand le "
    "total des voix présentes et représentées est au moins égal à la moitié plus une des voix. "
    "Sinon elle est convoquée de nouveau et délibère sans quorum. La majorité est celle des voix "
    "des membres présents et représentés ; en cas de partage, la voix du président est "
    "prépondérante. Le scrutin est secret à la demande du tiers des voix présentes et "
    "représentées.",
    (
        (5, "", said("notice.days", LAW, value="15") | said("notice.urgent_days", LAW, value="5")),
        (6, "", rows("notice.means", LAW,
                     "décret n° 2006-504, art. 19 ; la télécopie est aussi admise",
                     "lettre", "courriel", "remise en main propre")),
        (11, "", said("second_call", SILENT,
                      "décret n° 2006-504, art. 19 : délai fixé par les statuts")),
        (12, "", rows("categories", LAW, "", {
            "id": "proprietaire", "label": "Propriétaire", "votes": "voix délibérative",
            "college": "PROPRIETAIRES"})),
        (26, "", said("proxy.limit", LAW, value__number="", value__share="1 / 5",
                      value__unit="une part des membres")),
        (31, "", said("proxy.revocation", LAW, value="jusqu’au vote")),
        (35, "",
         said("quorum.first", LAW, value__fraction="1/2", value__plus_one="oui",
              value__of="des voix", value__base="tous les membres")
         | said("quorum.second", LAW, value__of="des voix", value__base="tous les membres")),
        (38, "", said("majority.rule.ordinary", LAW,
                      value__base="des présents et représentés",
                      value__tie="à égalité, la voix prépondérante décide")),
        (44, "", said("casting_vote", LAW, value__given="oui, comme suit",
                      value__role="la présidence")),
        (45, "", said("vote.secret_on_request", LAW, value__given="oui, comme suit",
                      value__share="1/3", value__unit="des voix présentes")),
    ),
)  # fmt: skip
READ = "statuts types, arrêté du 16 janvier 2013, art. 8 à 27"
AAPPMA = Written(
    "aappma",
    {
        "name": "AAPPMA, association de pêche agréée",
        "association": "Association agréée de pêche et de protection du milieu aquatique",
        "origin": "Statuts types des AAPPMA, arrêté du 16 janvier 2013, articles 8 à 27. Ce que "
        "ces textes ne disent pas, ou que nous n’en avons pas lu, est une valeur par défaut à "
        "confirmer.",
    },
    READ,
    "L’association est administrée par un conseil de 7 à 15 membres élus au scrutin secret ; "
    "à égalité, le sort décide. L’assemblée est convoquée 15 jours avant par affichage, presse ou "
    "lettre ; elle décide à la majorité des membres actifs présents, sans pouvoir. Au conseil, "
    "présence effective de la moitié, un pouvoir par membre, voix prépondérante du président. "
    "Trois absences sans excuse valent démission. Est candidat qui a payé sa cotisation de "
    "l’année et de l’année d’avant.",
    (
        (1, "", rows("body.kind", STATUTES, READ, "assemblée ordinaire",
                     "assemblée extraordinaire", "conseil d’administration", "bureau")),
        (3, "AGE", rows("bodies.AGE.body.can_be_called_by", STATUTES, READ,
                        {"role": "la présidence", "share": "", "of": "des membres"},
                        {"role": "", "share": "2/3", "of": "du conseil"})),
        (5, "", said("notice.days", STATUTES, READ, value="15")),
        (6, "", rows("notice.means", STATUTES, READ, "affichage", "presse", "lettre")),
        (12, "", rows("categories", STATUTES, READ, {
            "id": "actif", "label": "Membre actif", "votes": "voix délibérative",
            "college": "ACTIFS"})),
        (26, "", said("proxy.allowed", STATUTES, f"{READ} ; majorité des membres présents",
                      value="non")),
        (26, "CA", said("bodies.CA.proxy.allowed", STATUTES, READ, value="oui")
         | said("bodies.CA.proxy.limit", STATUTES, READ, value__number="1")),
        (35, "CA", said("bodies.CA.quorum.first", STATUTES, f"{READ} ; présence effective",
                        value__fraction="1/2", value__count="présents",
                        value__base="tous les membres")),
        (38, "", said("majority.rule.ordinary", STATUTES, READ, value__base="des présents")),
        (38, "CA", said("bodies.CA.majority.rule.ordinary", STATUTES, READ,
                        value__base="des présents et représentés",
                        value__tie="à égalité, la voix prépondérante décide")),
        (44, "CA", said("bodies.CA.casting_vote", STATUTES, READ, value__given="oui, comme suit",
                        value__role="la présidence")),
        (45, "", said("vote.secrecy", STATUTES, READ,
                      value="secret quand il porte sur une personne, public sinon")),
        (45, "BUREAU", said("bodies.BUREAU.vote.secrecy", STATUTES, READ, value="secret")),
        (54, "", said("election.rule", STATUTES, READ,
                      value__tie="à égalité, le sort décide")),
        (55, "", said("election.seats", STATUTES, READ, value__given="oui, comme suit",
                      value__min="7", value__max="15")),
        (56, "", said("election.candidacy", STATUTES, f"{READ} ; délai à confirmer",
                      value__fee_year="celle de l’année en cours et celle d’avant")),
        (58, "", said("vacancy", STATUTES, f"{READ} ; moins de sept membres",
                      value__method="nouvelle élection", value__below="7")),
        (59, "", said("removal", STATUTES,
                      f"{READ} ; trois absences sans excuse ; le reste à confirmer",
                      value__absences="3")),
    ),
)  # fmt: skip
