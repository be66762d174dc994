"""Sentences of the ballot box's refusals."""

from governance.web.i18n import N_

SENTENCES = {
    "voter.sign-in-first": N_("Ouvrez d’abord votre lien personnel : l’urne ne sait pas qui vote."),
    "roll.not-your-right": N_("Ce droit de vote n’est pas le vôtre dans ce scrutin."),
    "election.unknown": N_("Cette urne n’existe pas."),
    "archive.not-for-you": N_(
        "Les statuts réservent l’archive de cette urne. Ouvrez votre lien personnel, "
        "connectez-vous, ou demandez-la au secrétariat."
    ),
    "commitments.none": N_("Ce scrutin n’a pas d’engagements : vérifiez son archive seule."),
    "box.closed": N_("Le scrutin est clos : aucun bulletin n’est plus accepté."),
    "box.wrong-order": N_("L’urne n’en est pas là : cette étape est déjà faite, ou trop tôt."),
    "box.stale-head": N_(
        "Un autre bulletin est arrivé au même instant. Réessayez : rien n’est perdu."
    ),
    "ballot.too-large": N_("Ce bulletin est trop volumineux pour être un bulletin de ce scrutin."),
    "ballot.malformed": N_("Ce bulletin est illisible. Rechargez la page et votez de nouveau."),
    "ballot.not-canonical": N_("Ce bulletin n’est pas écrit dans la forme exacte du protocole."),
    "ballot.wrong-election": N_("Ce bulletin est celui d’un autre scrutin."),
    "ballot.unknown-credential": N_(
        "Ce code de vote n’est pas valable pour ce scrutin : un message plus récent l’a peut-être "
        "remplacé. Ouvrez le lien du dernier message reçu, ou demandez de l’aide à l’accueil."
    ),
    "ballot.replayed": N_("Ce bulletin est déjà dans l’urne."),
    "ballot.bad-signature": N_("La signature de ce bulletin est fausse : il est refusé."),
    "ballot.not-in-group": N_("Un nombre de ce bulletin est hors du groupe : il est refusé."),
    "ballot.bad-proof": N_("Une preuve de ce bulletin est fausse : il est refusé."),
    "ballot.wrong-right": N_(
        "Ce code de vote n’est pas celui de ce droit. Vérifiez le lien personnel utilisé."
    ),
    "ballot.already-cast": N_("Ce droit a déjà voté, et les règles ne permettent pas de revoter."),
    "choice.not-allowed": N_("Ce choix n’est pas permis à la question {question}."),
    "credential.malformed": N_("Ce code de vote est incomplet ou mal recopié."),
    "trustee.malformed": N_("Cette clé est illisible."),
    "trustee.bad-key": N_("La preuve de cette clé est fausse : elle est refusée."),
    "decryption.malformed": N_("Ce dépouillement partiel est illisible."),
    "decryption.not-canonical": N_(
        "Ce dépouillement partiel n’a pas la forme exacte du protocole."
    ),
    "decryption.too-large": N_("Ce dépouillement partiel est trop volumineux."),
    "decryption.bad-proof": N_(
        "Cette clé n’est pas celle du bureau de vote, ou le calcul est faux : "
        "rien n’est enregistré."
    ),
    "decryption.unknown-owner": N_("Le bureau de vote n’a pas de membre n° {owner}."),
    "decryption.already-there": N_("Le dépouillement du membre n° {owner} est déjà enregistré."),
    "tally.not-yet": N_("Le scrutin n’est pas clos : il n’y a rien à dépouiller."),
    "tally.missing-decryption": N_("Il manque le dépouillement du membre n° {owner} du bureau."),
    "tally.no-count": N_("Le total ne s’ouvre sur aucun compte possible : faites examiner l’urne."),
}
