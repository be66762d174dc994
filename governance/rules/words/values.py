"""Values of facts that are words of the rules, and fractions as they are said, in French."""

from governance.rules.msgid import N_

NOBODY = N_("néant")  # an empty list
ROLES = {
    "chair": N_("la présidence"),
    "secretary": N_("le secrétariat"),
    "treasurer": N_("la trésorerie"),
    "employee": N_("un salarié"),
    "person_concerned": N_("la personne que le point concerne"),
}
MEANS = {
    "email": N_("courriel"),
    "post": N_("lettre"),
    "registered_post": N_("lettre recommandée"),
    "registered_email": N_("recommandé électronique"),
    "posting": N_("affichage"),
    "press": N_("presse"),
    "hand": N_("remise en main propre"),
    "platform": N_("la plateforme"),
}
UNITS = {
    "heads": N_("membres"),
    "members": N_("membres"),
    "voices": N_("voix"),
    "votes": N_("voix"),
    "board": N_("membres du conseil"),
}
WORDS = {  # values of facts that are words of the rules
    "base": {
        "expressed": N_("des suffrages exprimés"),
        "cast": N_("des voix qui ont pris part au vote"),
        "present": N_("des voix présentes"),
        "present_or_represented": N_("des voix présentes ou représentées"),
        "roll": N_("de toutes les voix de la liste"),
    },
    "base_of": {
        "members": N_("de tous les membres"),
        "good_standing": N_("des membres à jour"),
    },
    "of": UNITS,
    "role": ROLES,
    "roles": ROLES,
    "allowed": ROLES,
    "given": MEANS,
    "required": MEANS,
    "form": MEANS,
    "count": {
        "present": N_("présents, sur place ou à distance"),
        "present_or_represented": N_("présents ou représentés"),
        "all_channels": N_("présents, représentés ou votant par correspondance"),
    },
    "action": {
        "eldest": N_("la personne la plus âgée est élue"),
        "youngest": N_("la personne la plus jeune est élue"),
        "lot": N_("le sort décide"),
        "runoff": N_("un second tour est nécessaire"),
        "runoff_then_lot": N_("un second tour est nécessaire, puis le sort décide"),
        "longest_membership": N_("le membre le plus ancien est élu"),
    },
    "casting": {"for": N_("pour"), "against": N_("contre")},
}
FRACTIONS = {  # after « au moins », after « plus »
    "1/4": (N_("le quart"), N_("du quart")),
    "1/3": (N_("le tiers"), N_("du tiers")),
    "1/2": (N_("la moitié"), N_("de la moitié")),
    "2/3": (N_("les deux tiers"), N_("des deux tiers")),
    "3/4": (N_("les trois quarts"), N_("des trois quarts")),
}
