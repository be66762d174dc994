/** The sentences of a scrutineer's (scrutateur) two pages; a page may bring its own. */

export const TRUSTEE_FRENCH = {
  "key.make": "Créer ma clé",
  "key.making": "Création de la clé…",
  "key.step-file": "Gardez le fichier de la clé",
  "key.file-why":
    "Sans ce fichier, personne ne peut dépouiller à votre place, ni nous ni l’association. " +
    "Ne l’envoyez à personne.",
  "key.download": "Enregistrer le fichier de la clé",
  "key.step-rehearse": "Vérifiez que le fichier s’ouvre",
  "key.rehearse-label": "Choisissez le fichier que vous venez d’enregistrer",
  "key.rehearsed": "Le fichier s’ouvre et contient bien votre clé.",
  "key.device": "Garder aussi la clé dans ce navigateur (appareil personnel seulement)",
  "key.step-send": "Remettez la clé publique",
  "key.send-why":
    "Seule la moitié publique est envoyée : elle sert à chiffrer les bulletins, pas à les lire.",
  "key.send": "Remettre ma clé publique",
  "key.not-yet":
    "Vérifiez d’abord que le fichier s’ouvre, ou gardez la clé dans ce navigateur.",
  "key.sending": "Envoi…",
  "key.sent": "Votre clé est prête. Gardez le fichier jusqu’au dépouillement.",
  "decrypt.found": "Votre clé est dans ce navigateur.",
  "decrypt.file-label": "Choisissez le fichier de votre clé",
  "decrypt.start": "Dépouiller",
  "decrypt.commits":
    "Vous ouvrez, pour votre part, la somme chiffrée des bulletins ; aucun bulletin n’est " +
    "ouvert seul.",
  "decrypt.no-key": "Choisissez d’abord le fichier de votre clé.",
  "decrypt.loading": "Lecture de l’urne…",
  "decrypt.computing": "Calcul de votre part…",
  "decrypt.sending": "Envoi de votre part…",
  "decrypt.counted": "Bulletins comptés : {ballots}, pour {weight} voix.",
  "decrypt.done": "Votre part du dépouillement est faite. Merci.",
  "shuffle.start": "Mélanger les bulletins",
  "shuffle.commits":
    "Votre navigateur change l’ordre des bulletins et leur chiffre, puis prouve qu’il n’en a " +
    "ajouté, retiré ni modifié aucun. Ainsi personne ne peut plus dire à qui est un classement. " +
    "Votre clé n’y sert pas. Gardez la page ouverte, quelques minutes peut-être.",
  "shuffle.bar": "Avancement du mélange",
  "shuffle.loading": "Lecture des bulletins…",
  "shuffle.mixing": "Mélange en cours : {count} bulletins…",
  "shuffle.sending": "Envoi du mélange et de sa preuve…",
  "shuffle.overtaken": "Un autre mélange est arrivé avant : le vôtre recommence après lui…",
  "shuffle.done": "Votre mélange est fait et vérifié. Merci.",
  "error.shuffle.malformed": "Les bulletins reçus sont illisibles. Prévenez le bureau de vote.",
  "error.shuffle.bad-proof":
    "Un mélange publié est faux : votre clé n’y a pas touché. Prévenez le bureau de vote.",
  "error.tally.not-mixed":
    "Ces bulletins n’ont pas été mélangés : votre clé n’y a pas touché. Prévenez le bureau de vote.",
  "error.key.malformed": "Ce fichier n’est pas une clé de dépouillement.",
  "error.key.damaged": "Ce fichier de clé est abîmé : ses deux moitiés ne vont pas ensemble.",
  "error.key.other": "Ce n’est pas la clé qui a été remise pour ce scrutin.",
  "error.key.other-meeting": "Cette clé a été créée pour une autre assemblée.",
  "error.tally.malformed": "La somme chiffrée reçue est illisible. Prévenez le bureau de vote.",
  "error.tally.not-in-group":
    "La somme chiffrée reçue est faussée : votre clé n’y a pas touché. Prévenez le bureau de vote.",
  "error.tally.not-the-box":
    "La somme chiffrée reçue n’est pas celle de l’urne publiée : votre clé n’y a pas touché. " +
    "Prévenez le bureau de vote.",
  "error.tally.other-election":
    "L’urne reçue est celle d’un autre scrutin : votre clé n’y a pas touché.",
  "error.tally.box-open": "L’urne n’est pas encore close : votre clé n’y a pas touché.",
  "error.tally.changed":
    "Cet appareil a déjà dépouillé une autre somme pour ce scrutin. Prévenez le bureau de vote.",
  "error.net.unreachable": "Le serveur ne répond pas. Rien n’est perdu : réessayez.",
  "error.booth.no-worker": "Votre navigateur est trop ancien. Changez d’appareil.",
  "error.booth.insecure-page": "Ouvrez cette page par son adresse https.",
  "error.unexpected": "Quelque chose n’a pas marché. Rechargez la page.",
};

/** Find the sentence for a fault: the server's own, or ours by its code. */
export function faultSentence(fault, say) {
  const sentence = fault?.facts?.sentence;
  const key = `error.${fault?.code}`;
  return sentence || (key in TRUSTEE_FRENCH ? say(key) : say("error.unexpected"));
}
