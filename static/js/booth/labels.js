/** The sentences of the booth, in French; the page may bring its own under the same keys. */

const NBSP = "\u00a0";
const THIN = "\u202f";

const FRENCH = {
  "step.title": "Étape {step} sur 3 : {title}",
  "step.choose": "choisir",
  "step.review": "vérifier",
  "step.receipt": "récépissé",
  "choose.review": "Vérifier mon vote",
  "choose.blank": "Vote blanc",
  "choose.none": "Choisissez une réponse pour {member}.",
  "choose.too-few": "Choisissez au moins {min} réponses pour {member}.",
  "choose.too-many": "Choisissez au plus {max} réponses pour {member}.",
  "choose.blank-alone": "Un vote blanc ne s’accompagne d’aucune autre réponse ({member}).",
  "rank.none": "Donnez un rang à un nom au moins, pour {member}.",
  "rank.none-or-blank":
    "Donnez un rang à un nom au moins, ou choisissez le vote blanc, pour {member}.",
  "rank.given": "{name}, rang {rank} sur {count}.",
  "rank.shared": "{name}, rang {rank} sur {count}, à égalité avec {names}.",
  "rank.taken": "{name}, sans rang.",
  "rank.cleared": "Plus aucun rang.",
  "rank.line": "Rang {rank} : {names}",
  "rank.left": "Sans rang, après tous les autres : {names}",
  "grade.missing": "Donnez une mention à {name}, pour {member}.",
  "grade.line": "{name} : {grade}",
  "list.none": "Choisissez une liste, pour {member}.",
  "list.nobody": "Cochez un nom au moins de cette liste, pour {member}.",
  "list.whole": "Toute la liste {name} : noms cochés : {count}.",
  "list.line": "{name} : {names}",
  "list.whole-line": "{name}, toute la liste : {names}",
  "choose.already": "Un vote est déjà enregistré pour {member}. Un nouveau vote le remplacera.",
  "choose.fixed": "Un vote est enregistré pour {member}. Il ne peut plus être changé.",
  "choose.preparing": "L’isoloir se prépare…",
  "choose.nothing": "Il n’y a plus de vote à enregistrer.",
  "code.title": "Ce téléphone n’a pas votre code de vote",
  "code.why":
    "Code manquant : {members}. Le plus simple : rouvrez sur cet appareil le lien personnel reçu " +
    "par courriel. Vous pouvez aussi le coller ici, ou demander un nouveau code au bureau.",
  "code.label": "Code de vote de {member}, ou lien entier",
  "code.hint": "22 caractères, par exemple w821Y-1Bs2J8-Q2iVq-6nYA1B.",
  "code.skip": "Voter sans {member} pour l’instant",
  "code.wrong":
    "Ce n’est ni un code de vote ni un lien personnel. Collez le lien entier du courriel.",
  "code.missing":
    "Collez le code de vote de {member}, ou cochez « Voter sans {member} pour l’instant ».",
  "code.missing-only": "Collez le code de vote de {member}.",
  "code.kept": "Code reçu pour {member}.",
  "review.title": "Vérifiez avant d’enregistrer",
  "review.not-yet": "Votre vote n’est pas encore enregistré.",
  "review.own": "Mon vote",
  "review.proxy": "Pouvoir de {member}",
  "review.voices": "{voices} voix",
  "review.replaces": "remplace le vote déjà enregistré",
  "review.skipped": "Aucun vote pour l’instant : {members}.",
  "review.cast-one": "Enregistrer mon vote",
  "review.cast-many": "Enregistrer ces {count} votes",
  "review.back": "Revenir au choix",
  "cast.title": "Enregistrement en cours",
  "cast.stay": "Votre vote n’est pas encore enregistré. Gardez cette page ouverte.",
  "cast.resumed": "Reprise de l’enregistrement commencé sur cette page.",
  "cast.preparing": "préparation du bulletin…",
  "cast.sending": "envoi…",
  "cast.recorded": "enregistré",
  "cast.waiting": "en attente du réseau",
  "cast.refused": "refusé",
  "cast.lost":
    "Le réseau ne répond pas. Votre vote n’est pas encore enregistré ; votre bulletin est prêt " +
    "et gardé. " +
    "Nouvel essai dans {seconds} s.",
  "cast.retry": "Réessayer maintenant",
  "cast.stale":
    "Cette page n’est plus à jour. Votre vote n’est pas encore enregistré. Rechargez la page : " +
    "votre bulletin, " +
    "déjà prêt, partira aussitôt.",
  "cast.reload": "Recharger la page",
  "cast.other-tab":
    "Un autre onglet enregistre déjà ce vote. Attendez qu’il ait fini, ou fermez-le.",
  "receipt.title-one": "Votre vote est enregistré",
  "receipt.title-many": "{count} votes sont enregistrés",
  "receipt.title-some": "Votes enregistrés : {count}, refusés : {refused}",
  "receipt.title-none": "Le vote n’est pas enregistré",
  "receipt.proves":
    "Le numéro de suivi permet de retrouver votre bulletin dans l’urne, sur la page publique " +
    "du scrutin. " +
    "Il ne dit rien de votre choix.",
  "receipt.tracker": "Numéro de suivi",
  "receipt.replaced": "Ce vote remplace le précédent.",
  "receipt.download": "Garder le récépissé (fichier)",
  "receipt.copy": "Copier",
  "receipt.copied": "Copié",
  "receipt.copy-failed": "Copie impossible : sélectionnez le texte",
  "receipt.public": "Voir la page publique du scrutin",
  "receipt.kept": "Ce récépissé est aussi gardé sur cet appareil.",
  "receipt.change": "Changer mon vote",
  "receipt.correct": "Revenir au vote",
  "receipt.earlier-stands": "Le vote enregistré auparavant reste valable.",
  "receipt.none-stands": "Aucun vote n’est enregistré pour {member}.",
  "receipt.wrong":
    "Le serveur a répondu par un récépissé qui n’est pas celui de votre bulletin. Prévenez le " +
    "bureau de vote.",
  "receipt.elsewhere": "Un vote est enregistré pour {member}, depuis un autre appareil.",
  "closed.title": "Le scrutin est clos",
  "closed.text": "Ce scrutin ne reçoit plus de vote.",
  "error.title": "Le vote ne peut pas se faire ici",
  "error.insecure":
    "Votre navigateur n’autorise pas le chiffrement sur cette adresse. Ouvrez la page par son " +
    "adresse https.",
  "error.old-browser":
    "Votre navigateur est trop ancien pour voter ici. Mettez-le à jour, ou changez d’appareil.",
  "error.election": "Le scrutin n’a pas pu être chargé. Vérifiez votre connexion.",
  "error.other-question":
    "Les réponses de cette page ne sont pas celles du scrutin publié. Ne votez pas, prévenez " +
    "le bureau de vote.",
  "error.unexpected": "Quelque chose n’a pas marché. Rien n’est perdu : rechargez la page.",
  "error.retry": "Réessayer",
};

/**
 * Return the function that finds a sentence and fills in its facts.
 *
 * @param {Record<string, string>} own sentences of the page, in its language
 * @returns {(key: string, facts?: Record<string, unknown>) => string}
 */
export function labels(own = {}, usual = FRENCH) {
  return (key, facts = {}) => {
    const text = own[key] ?? wellSet(usual[key] ?? key);
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(facts[name] ?? whole));
  };
}

/** Set the spaces as a printer would: firm before a colon and in « », thin before ; ! and ?. */
function wellSet(text) {
  return text
    .replace(/ (?=[:»])/g, NBSP)
    .replace(/« /g, `«${NBSP}`)
    .replace(/ (?=[;!?])/g, THIN);
}

/** The keys a page may bring, with their usual French sentence. */
export const BOOTH_SENTENCES = Object.freeze(
  Object.fromEntries(Object.entries(FRENCH).map(([key, text]) => [key, wellSet(text)])),
);
