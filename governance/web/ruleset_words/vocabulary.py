"""The words of the bylaws: sources, roles, bodies, and each value that is one of a few words."""

from governance.rules.ruleset import Source
from governance.rules.words.values import MEANS, ROLES
from governance.web.i18n import N_

SOURCES = {
    Source.STATUTS: N_("statuts"),
    Source.RI: N_("règlement intérieur"),
    Source.LAW: N_("loi"),
    Source.RESOLUTION: N_("résolution"),
    Source.CASE_LAW: N_("silence des statuts, lu par les tribunaux"),
    Source.ASSUMED: N_("hypothèse"),
}
BODIES = {
    "AGO": N_("assemblée ordinaire"),
    "AGE": N_("assemblée extraordinaire"),
    "AG_MIXTE": N_("assemblée mixte"),
    "CA": N_("conseil d’administration"),
    "BUREAU": N_("bureau"),
    "COLLEGE": N_("assemblée d’un collège"),
    "SECTION": N_("assemblée d’une section"),
}
MAJORITIES = {
    "ordinary": N_("décision ordinaire"),
    "extraordinary": N_("décision extraordinaire"),
}
YEARS = {
    "current": N_("celle de l’année en cours"),
    "previous": N_("celle de l’année précédente"),
    "both": N_("celle de l’année en cours et celle d’avant"),
    "either": N_("celle de l’année en cours ou celle d’avant"),
}
WORDS: dict[str, dict[str, str]] = {
    "body.kind": BODIES,
    "body.presiding": ROLES,
    "body.secretary": ROLES,
    "minutes.signers": ROLES,
    "proxy.forbidden_holders": ROLES,
    "notice.counting": {
        "clear": N_("jours francs : ni le jour de l’envoi ni celui de l’assemblée"),
        "calendar": N_("jours calendaires"),
        "business": N_("jours ouvrés francs : ni samedi, ni dimanche, ni jour férié"),
    },
    "notice.means": MEANS,
    "notice.proof": {
        "platform_log": N_("le journal de la plateforme"),
        "registered_post": N_("l’avis de réception"),
        "signature": N_("une signature"),
        "none": N_("aucune"),
    },
    "notice.mandatory_fields": {
        "date": N_("la date"),
        "place": N_("le lieu, ou le lien"),
        "agenda": N_("l’ordre du jour"),
        "proxy_form": N_("le formulaire de pouvoir"),
        "documents": N_("les documents"),
        "rules": N_("les règles de quorum et de majorité"),
        "candidates": N_("les candidatures"),
        "how_to_vote": N_("comment voter"),
    },
    "agenda.diverse": {
        "debate_only": N_("on en parle, sans rien décider"),
        "decide": N_("on peut décider"),
    },
    "standing.fee_year": YEARS,
    "standing.at": {
        "roll_closing": N_("à l’arrêté de la liste électorale"),
        "opening": N_("à l’ouverture de l’assemblée"),
        "vote": N_("au moment du vote"),
    },
    "legal_entity.representative": {
        "required": N_("un représentant est désigné"),
        "optional": N_("le représentant légal vote si personne n’est désigné"),
    },
    "legal_entity.proof": {
        "deliberation": N_("une délibération"),
        "letter": N_("une lettre"),
        "none": N_("aucune"),
    },
    "legal_entity.mandate_end": {
        "on_renewal": N_("au renouvellement de l’institution"),
        "on_date": N_("à une date"),
        "until_replaced": N_("quand un autre est désigné"),
    },
    "roll.two_capacities": {
        "separate": N_("elle a deux droits de vote"),
        "choose_one": N_("elle choisit l’un des deux"),
    },
    "weight.method": {
        "one_per_member": N_("une voix par membre"),
        "table": N_("selon un tableau"),
        "tiers": N_("par tranches"),
        "formula": N_("selon une formule"),
        "proportional": N_("en proportion d’une donnée"),
        "sum_of_items": N_("en additionnant ce que le membre apporte"),
        "college_share": N_("une part à chaque collège"),
    },
    "weight.table_by": {
        "tier": N_("le tarif de cotisation"),
        "category": N_("la catégorie du membre"),
        "member": N_("le nom du membre"),
    },
    "weight.rounding": {
        "none": N_("aucun"),
        "floor": N_("à l’entier inférieur"),
        "ceil": N_("à l’entier supérieur"),
        "half_up": N_("à l’entier le plus proche, la moitié vers le haut"),
        "half_even": N_("à l’entier le plus proche, la moitié vers le pair"),
    },
    "proxy.excess": {
        "refuse": N_("refusés quand on les dépose"),
        "keep_first": N_("les premiers arrivés comptent"),
    },
    "proxy.scope": {
        "same_college": N_("un membre du même collège"),
        "same_category": N_("un membre de la même catégorie"),
        "any_member": N_("tout membre"),
        "family": N_("un membre, ou un proche"),
        "third_party": N_("toute personne"),
    },
    "proxy.blank": {
        "refuse": N_("refusé"),
        "president": N_("remis à la présidence, dans sa limite"),
        "board_recommendation": N_("compté comme le conseil le recommande"),
        "share": N_("réparti entre les présents"),
    },
    "proxy.form": {
        "electronic": N_("formulaire en ligne"),
        "signed_paper": N_("papier signé"),
        "email": N_("courriel"),
        "registered_post": N_("lettre recommandée"),
    },
    "proxy.revocation": {
        "until_open": N_("jusqu’à l’ouverture"),
        "until_vote": N_("jusqu’au vote"),
    },
    "proxy.instructions": {
        "none": N_("sans consignes"),
        "optional": N_("permises"),
        "mandatory": N_("obligatoires"),
    },
    "proxy.on_presence": {
        "cancels": N_("le pouvoir tombe dès que le mandant arrive"),
        "holder_keeps": N_("le mandataire garde le pouvoir"),
    },
    "proxy.substitution": {
        "representative": N_("le titulaire"),
        "alternate": N_("puis le suppléant"),
        "proxy": N_("puis un mandataire"),
    },
    "quorum.recheck": {
        "each_vote": N_("à chaque vote"),
        "opening": N_("à l’ouverture"),
    },
    "vote.secrecy": {
        "open": N_("public"),
        "secret": N_("secret"),
        "secret_if_person": N_("secret quand il porte sur une personne, public sinon"),
    },
    "vote.ballot_type": {
        "yes_no_abstain": N_("pour, contre ou abstention"),
        "single": N_("un choix"),
        "multiple": N_("plusieurs choix"),
        "list": N_("une liste"),
        "ranked": N_("un classement"),
        "per_candidate": N_("pour ou contre chaque personne"),
    },
    "vote.option_order": {
        "official": N_("l’ordre officiel"),
        "alphabetical": N_("alphabétique"),
        "random": N_("au hasard pour chacun"),
        "lot": N_("tiré au sort"),
    },
    "vote.channels": {
        "room_device": N_("appareil dans la salle"),
        "web": N_("en ligne"),
        "paper": N_("papier"),
        "show_of_hands": N_("main levée"),
        "correspondence": N_("correspondance"),
    },
    "vote.channel_conflict": {
        "first_counts": N_("le premier vote compte"),
        "room_wins": N_("le vote dans la salle compte"),
    },
    "vote.archive_access": {
        "everyone": N_("tout le monde"),
        "members": N_("les membres"),
        "auditors": N_("le bureau, les scrutateurs et les contrôleurs"),
    },
    "vote.publish_breakdown": {
        "none": N_("non : le total seulement"),
        "college": N_("par collège"),
        "weight_class": N_("par nombre de voix"),
        "names": N_("par nom aux scrutins publics, en annexe du procès-verbal"),
    },
    "mandate.renewal": {
        "all": N_("tous ensemble"),
        "thirds": N_("par tiers"),
        "halves": N_("par moitié"),
    },
    "mandate.first_leavers": {
        "lot": N_("tirés au sort"),
        "seniority": N_("les plus anciens"),
    },
}
