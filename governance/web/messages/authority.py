"""Sentences about the codes of an outside authority: its roll, its lists, their destruction."""

from governance.web.i18n import N_

SENTENCES = {
    "authority.name": N_("Le nom de l’autorité tient en une ligne de {most} caractères."),
    "authority.not-outside": N_(
        "Les codes de cette assemblée sont faits par Plénière : il n’y a rien à remettre ni à "
        "recevoir."
    ),
    "roll-file.malformed": N_("Ce fichier n’est pas une liste électorale pour les codes."),
    "roll-file.not-canonical": N_("La liste électorale a été modifiée depuis son téléchargement."),
    "roll-file.too-large": N_("Cette liste électorale est trop longue."),
    "roll-file.duplicate": N_("Un droit ou un scrutin figure deux fois dans cette liste."),
    "public-lists.malformed": N_(
        "Ce fichier n’est pas celui des codes publics : demandez « codes-publics.json »."
    ),
    "public-lists.not-canonical": N_(
        "Le fichier des codes publics a été modifié : demandez-le de nouveau à l’autorité."
    ),
    "public-lists.too-large": N_("Le fichier des codes publics est trop volumineux."),
    "public-lists.duplicate": N_(
        "Un droit ou un code figure deux fois dans le scrutin {election}."
    ),
    "public-lists.other-group": N_(
        "Les codes du scrutin {election} sont faits pour un autre groupe que le sien."
    ),
    "public-lists.not-in-group": N_(
        "Scrutin {election}, droit {line} : ce code public est hors du groupe. Rien n’est changé."
    ),
    "public-lists.other-elections": N_(
        "Ce ne sont pas les scrutins de cette assemblée : {missing} manquent, {unknown} sont "
        "inconnus. L’autorité doit partir de la liste la plus récente."
    ),
    "public-lists.other-rights": N_(
        "Scrutin {election} : {missing} droits de la liste électorale n’ont pas de code, {unknown} "
        "codes ne sont à personne."
    ),
    "public-lists.other-weight": N_(
        "Scrutin {election}, droit {line} : poids {found} au lieu de {expected}."
    ),
    "private-codes.malformed": N_("Ce fichier n’est pas celui des codes privés."),
    "private-codes.other-lists": N_("Ces codes privés ne sont pas ceux de ces listes publiques."),
    "destruction.malformed": N_(
        "Ce fichier n’est pas une attestation de destruction. Demandez « destruction.json »."
    ),
    "destruction.not-canonical": N_("L’attestation de destruction a été modifiée."),
    "destruction.too-large": N_("L’attestation de destruction est trop volumineuse."),
    "destruction.other-lists": N_(
        "Cette attestation porte sur d’autres codes que ceux de cette assemblée."
    ),
    "destruction.noted": N_("Cette destruction est déjà inscrite au journal."),
}
