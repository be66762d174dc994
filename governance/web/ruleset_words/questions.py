"""The bylaws as questions, in the order of rules.md §6: what each asks, and the words that tell it.

One question is one number of the table of parameters: most set one value, some a few that go
together. ``stems`` find the articles of a pasted text that may answer it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from governance.rules.ruleset.catalogue import PARAMETERS, TABLES
from governance.web.i18n import N_
from governance.web.ruleset_words.chapters import CHAPTERS, Line


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``paths`` are the parameters that answer it, a table by its own path."""

    number: int
    title: str
    asks: str
    stems: tuple[str, ...]
    paths: tuple[str, ...]


ASKED: dict[int, tuple[str, str, str]] = {
    1: (N_("Instances"), N_("Quelles assemblées et quels conseils l’association réunit-elle ?"),
        "assemblee generale|conseil|bureau|section"),
    2: (N_("Fréquence"), N_("Combien de fois se réunit-on au moins ?"),
        "fois par an|chaque annee|annuel|se reuni"),
    3: (N_("Qui convoque"), N_("Qui peut convoquer, et quelle part des membres peut l’exiger ?"),
        "convoqu|demande du|demande d"),
    4: (N_("Présidence et bureau de séance"), N_("Qui préside, qui tient le secrétariat, combien "
        "de scrutateurs ?"), "presid|secretaire|scrutateur"),
    5: (N_("Délai de convocation"), N_("Combien de jours avant, et comptés comment ?"),
        "convoqu|jours|delai"),
    6: (N_("Moyen de convocation"), N_("Par quel moyen convoque-t-on, avec quelle preuve ?"),
        "convoqu|lettre|courriel|affich|presse|main propre"),
    7: (N_("Contenu de la convocation"), N_("Que doit dire la convocation ?"),
        "convoqu|ordre du jour"),
    8: (N_("Codes de vote"), N_("Combien de jours avant envoie-t-on les codes de vote ?"),
        "code|identifiant|moyens d’authentification"),
    9: (N_("Ordre du jour"), N_("Peut-on décider d’un point qui n’y est pas ?"),
        "ordre du jour|questions diverses"),
    10: (N_("Point demandé par des membres"), N_("Qui peut ajouter un point, et jusqu’à quand ?"),
         "ordre du jour|demande"),
    11: (N_("Deuxième convocation"), N_("Sans quorum, quand se réunit-on de nouveau ?"),
         "deuxieme|seconde|nouvelle convocation|quorum"),
    12: (N_("Catégories et collèges"), N_("Quels membres, dans quels collèges, avec quel droit de "
         "vote ?"), "membre|college|categorie|adherent"),
    13: (N_("À jour de cotisation"), N_("Faut-il avoir payé pour voter, quelle année, à quel "
         "jour ?"), "cotis"),
    14: (N_("Ancienneté"), N_("Faut-il être membre depuis un certain temps ?"),
         "anciennete|depuis|mois"),
    15: (N_("Personnes morales"), N_("Qui vote pour une institution, et comment le prouve-t-on ?"),
         "personne morale|personnes morales|represent|designe|suppleant|collectivite"),
    16: (N_("Une personne à deux titres"), N_("Qui agit pour soi et pour une institution "
         "vote-t-il deux fois ?"), "titre|plusieurs|une seule voix"),
    17: (N_("Liste électorale"), N_("Quel jour arrête-t-on la liste et les voix ?"),
         "liste|arrete|a jour au"),
    18: (N_("Conflit d’intérêts"), N_("Qui est personnellement intéressé vote-t-il ?"),
         "interet|interesse"),
    19: (N_("Nombre de voix"), N_("Combien de voix a chaque membre ?"), "voix|suffrage"),
    20: (N_("Formule et données"), N_("De quelles données les voix dépendent-elles ?"),
         "voix|population|formule|montant"),
    21: (N_("Arrondi des voix"), N_("Que fait-on d’une fraction de voix ?"), "arrondi|fraction"),
    22: (N_("Plafond des voix"), N_("Un membre peut-il avoir trop de voix ?"),
         "plafond|plus de|maximum|limite"),
    23: (N_("Part des collèges"), N_("Un collège doit-il avoir une part des voix ou des sièges ?"),
         "college|part|moitie"),
    24: (N_("Voix au moins"), N_("Combien de voix a-t-on au moins ?"), "au moins une voix|minimum"),
    25: (N_("Fractions de voix"), N_("Une voix peut-elle se partager ?"), "fraction"),
    26: (N_("Pouvoirs"), N_("Peut-on voter par pouvoir, et combien une personne en porte-t-elle ?"),
         "pouvoir|procuration|mandat|represent"),
    27: (N_("Exceptions à la limite"), N_("Quand peut-on porter plus de pouvoirs ?"),
         "pouvoir|procuration|exception"),
    28: (N_("Qui peut être mandataire"), N_("À qui peut-on donner pouvoir ?"),
         "pouvoir|procuration|mandataire"),
    29: (N_("Qui ne peut pas l’être"), N_("À qui ne peut-on pas donner pouvoir ?"),
         "pouvoir|mandataire|salarie"),
    30: (N_("Pouvoir en blanc"), N_("Que devient un pouvoir sans nom de mandataire ?"),
         "pouvoir|blanc"),
    31: (N_("Dépôt et retrait des pouvoirs"), N_("Jusqu’à quand, sous quelle forme ?"),
         "pouvoir|procuration|ecrit|revocable"),
    32: (N_("Consignes de vote"), N_("Le mandant peut-il dire comment voter ?"),
         "consigne|imperatif|pouvoir"),
    33: (N_("Mandant présent"), N_("Que devient le pouvoir si le mandant vient ?"),
         "pouvoir|presence"),
    34: (N_("Transmission et suppléance"), N_("Peut-on transmettre un pouvoir reçu ?"),
         "pouvoir|suppleant|transmi"),
    35: (N_("Quorum"), N_("Combien faut-il de membres ou de voix, à la première et à la deuxième "
         "convocation ?"), "quorum|delibere valablement|deliberer"),
    36: (N_("Quorum par collège, vérifié quand"), N_("Le quorum vaut-il dans chaque collège, et "
         "jusqu’au bout ?"), "quorum"),
    37: (N_("Délibérer sans quorum"), N_("Peut-on continuer quand le quorum est perdu ?"),
         "quorum"),
    38: (N_("Majorités"), N_("Qu’exige une décision ordinaire, une décision extraordinaire ?"),
         "majorite|tiers|suffrages exprimes|modification"),
    42: (N_("Adoption sans opposition"), N_("Une décision peut-elle être réputée adoptée ?"),
         "repute|opposition"),
    44: (N_("Voix prépondérante"), N_("Qui départage, à égalité ?"),
         "preponderante|partage|egalite"),
    45: (N_("Scrutin public ou secret"), N_("Quand le vote est-il secret, qui peut le demander ?"),
         "secret|main levee|scrutin"),
    46: (N_("Bulletin"), N_("Quel bulletin, d’habitude ?"), "bulletin|scrutin"),
    47: (N_("Bulletins d’un même droit"), N_("Qui a plusieurs voix peut-il les partager ?"),
         "bulletin|plusieurs"),
    48: (N_("Changer son vote"), N_("Peut-on revoter jusqu’à la clôture ?"), "vote|scrutin"),
    49: (N_("Ordre des choix, vote blanc"), N_("Dans quel ordre, avec un vote blanc ?"),
         "blanc|ordre"),
    50: (N_("Façons de voter"), N_("Sur place, en ligne, sur papier, par correspondance ?"),
         "correspondance|electronique|en ligne|main levee|papier"),
    51: (N_("Temps du vote"), N_("Quand le vote s’ouvre-t-il ?"), "ouvert|cloture|correspondance"),
    52: (N_("Participation à distance"), N_("Un texte permet-il de participer à distance ?"),
         "distance|visio|electronique|teleconference"),
    53: (N_("Secret des petits groupes"), N_("Que publie-t-on, à partir de combien de votants ?"),
         "secret|resultat"),
    54: (N_("Élections"), N_("Comment élit-on, en combien de tours, et à égalité ?"),
         "elu|election|tour|scrutin"),
    55: (N_("Sièges, collèges, parité"), N_("Combien de sièges, pour qui ?"),
         "siege|compose|administrateur|parite|membres elus"),
    56: (N_("Candidatures"), N_("Comment et jusqu’à quand est-on candidat ?"), "candidat"),
    57: (N_("Mandats"), N_("Pour combien de temps, renouvelés comment ?"),
         "mandat|ans|renouvel|sortant|reeligible"),
    58: (N_("Siège vacant"), N_("Comment remplace-t-on qui s’en va ?"),
         "vacan|coopt|remplac|demission"),
    59: (N_("Révocation"), N_("Comment un mandat s’arrête-t-il avant la fin ?"),
         "revoc|revoqu|absence|demission|exclu"),
    61: (N_("Procès-verbal"), N_("Qui le signe ?"), "proces-verbal|proces verbal|signe"),
}  # fmt: skip


def _questions() -> dict[int, Question]:
    paths: dict[int, list[str]] = {}
    for path, parameter in PARAMETERS.items():
        paths.setdefault(parameter.number, []).append(path)
    return {
        number: Question(number, title, asks, tuple(stems.split("|")), tuple(paths[number]))
        for number, (title, asks, stems) in ASKED.items()
    }


QUESTIONS: dict[int, Question] = _questions()


def by_chapter() -> list[tuple[str, list[Question]]]:
    """Return the questions under the chapters of the bylaws."""
    return [
        (
            title,
            [one for one in QUESTIONS.values() if one.paths[0].partition(".")[0] in groups],
        )
        for title, groups in CHAPTERS
    ]


def question_of(path: str) -> Question:
    """Return the question that a path answers, ``bodies.CA.`` before it or not."""
    inner = path.split(".", 2)[2] if path.startswith("bodies.") else path
    named = inner if inner in PARAMETERS and inner not in TABLES else inner.rpartition(".")[0]
    return QUESTIONS[PARAMETERS[named].number]


def states(question: Question, lines: Iterable[Line]) -> list[Line]:
    """Return what the bylaws say on the question, the rules of one body included."""
    return [line for line in lines if question_of(line.path) is question]


def may_answer(text: str, question: Question) -> bool:
    """Say whether a pasted article has a word of the question."""
    return _has_one(_plain(text), question.stems)


def _has_one(plain: str, stems: Iterable[str]) -> bool:
    return any(re.search(rf"\b{re.escape(stem)}", plain) for stem in stems)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
