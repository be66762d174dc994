/** The sentences of a scrutineer's (scrutateur) two pages; a page may bring its own. */

export const TRUSTEE_FRENCH = {
  "step.prepare": "Étape 1 sur 2 : préparer ma clé",
  "step.prepare-alone": "Préparer ma clé",
  "step.exchange": "Échanger les parts",
  "step.finish": "Étape 2 sur 2 : terminer",
  "step.rehearse": "Répéter le dépouillement",
  "make.why":
    "Une seule clé sert à tous les scrutins de cette assemblée. Elle s’enregistre dans un " +
    "fichier, verrouillé par une phrase secrète que vous seul·e connaissez.",
  "make.phrase": "Phrase secrète",
  "make.phrase-hint":
    "Quatre mots au hasard font une bonne phrase. Personne ne peut la retrouver pour vous.",
  "make.again": "La même, une seconde fois",
  "make.copy":
    "Garder aussi une copie verrouillée dans ce navigateur (décochez sur un appareil partagé)",
  "strength.short": "Trop courte : douze signes au moins, et variés.",
  "strength.weak": "Acceptable. Plus longue, elle résisterait mieux si le fichier était volé.",
  "strength.good": "Solide.",
  "key.make": "Préparer ma clé",
  "key.anew": "Refaire ma clé",
  "key.making": "Création de la clé…",
  "key.opening": "Ouverture de la clé…",
  "key.file-why":
    "Le fichier de votre clé vient d’être enregistré. Gardez-le, sur une clé USB par exemple ; " +
    "ne l’envoyez à personne.",
  "key.download": "Enregistrer le fichier de nouveau",
  "key.sending": "Envoi de la partie publique…",
  "key.sent": "Votre clé est prête. Gardez son fichier jusqu’au dépouillement.",
  "key.begun": "La première moitié est faite. Gardez le fichier jusqu’au dépouillement.",
  "key.finish": "Terminer",
  "key.finish-why":
    "Tout le monde a échangé ses parts. Votre navigateur vérifie une à une celles que vous avez " +
    "reçues, puis en fait votre clé.",
  "key.finishing": "Vérification des parts reçues…",
  "key.finished": "Toutes les parts reçues sont justes : votre clé est faite.",
  "open.file": "Choisissez le fichier de votre clé",
  "open.file-or-copy": "Choisissez le fichier de votre clé (sinon, la copie de ce navigateur)",
  "open.phrase": "Votre phrase secrète",
  "open.why": "C’est à vous : ouvrez votre clé, la page fait le reste.",
  "open.go-on": "Ouvrir ma clé et continuer",
  "office.not-yours":
    "Vous n’êtes pas dans ce bureau de vote. Le secrétariat choisit qui garde une part.",
  "office.restarted": "Les clés du bureau ont été recommencées : préparez la vôtre de nouveau.",
  "office.exchanging": "Échange des parts…",
  "office.keep-open":
    "Votre part est faite. Vous pouvez laisser cette page ouverte : la suite se fait seule. Ou " +
    "revenez plus tard.",
  "wait.certificates": "On attend que chacun prépare sa clé : {names}.",
  "wait.polynomials":
    "On attend que ces personnes ouvrent cette page, leurs parts s’échangent alors seules : " +
    "{names}.",
  "wait.outputs": "On attend que ces personnes terminent : {names}.",
  "wait.done": "Personne n’est attendu.",
  "rehearse.why":
    "Rouvrez votre fichier comme le jour du vote : votre navigateur chiffre un essai, en calcule " +
    "votre part, et le serveur dit si elle est juste. Aucun bulletin n’est touché.",
  "rehearse.start": "Répéter maintenant",
  "rehearse.again": "Répéter encore une fois",
  "rehearse.running": "Répétition…",
  "rehearse.good": "La répétition est réussie",
  "rehearse.good-means":
    "Votre fichier s’ouvre, votre phrase est la bonne, et votre part est juste : vous pourrez " +
    "dépouiller.",
  "decrypt.start": "Dépouiller",
  "decrypt.commits":
    "Vous ouvrez, pour votre part, la somme chiffrée des bulletins ; aucun bulletin n’est " +
    "ouvert seul.",
  "decrypt.loading": "Lecture de l’urne…",
  "decrypt.computing": "Calcul de votre part…",
  "decrypt.sending": "Envoi de votre part…",
  "decrypt.counted": "Bulletins comptés : {ballots}, pour {weight} voix.",
  "decrypt.done": "Votre part du dépouillement est faite. Merci.",
  "shuffle.start": "Mélanger les bulletins",
  "shuffle.commits":
    "Gardez la page ouverte pendant le mélange : quelques secondes, ou quelques minutes s’il y a " +
    "beaucoup de bulletins. Votre clé n’y sert pas.",
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
    "Ces bulletins n’ont pas été mélangés : votre clé n’y a pas touché. " +
    "Prévenez le bureau de vote.",
  "error.key.malformed": "Ce fichier n’est pas une clé de dépouillement.",
  "error.key.damaged": "Ce fichier de clé est abîmé : ses deux moitiés ne vont pas ensemble.",
  "error.key.other": "Ce n’est pas la clé qui a été remise pour ce scrutin.",
  "error.key.other-meeting": "Cette clé a été créée pour une autre assemblée.",
  "error.key.other-round":
    "Cette clé est d’avant : le bureau a recommencé ses clés depuis. Cherchez le fichier le plus " +
    "récent.",
  "error.key.wrong-passphrase":
    "La phrase secrète n’ouvre pas ce fichier. Vérifiez les majuscules et les accents, puis " +
    "réessayez.",
  "error.key.no-file": "Choisissez d’abord le fichier de votre clé.",
  "error.key.no-phrase": "Entrez votre phrase secrète.",
  "error.key.phrase-short": "Choisissez une phrase plus longue : douze signes au moins, et variés.",
  "error.key.phrase-differs": "Les deux phrases ne sont pas les mêmes.",
  "error.key.not-finished": "Votre clé n’est pas terminée : revenez à la page du bureau de vote.",
  "error.ceremony.not-mine":
    "Ce que le serveur a rendu n’est pas ce que vous aviez fait. N’allez pas plus loin et " +
    "prévenez les autres scrutateurs : il faut recommencer les clés.",
  "error.ceremony.bad-share":
    "La part reçue du membre {index} est fausse : elle est refusée. Prévenez le secrétariat : il " +
    "faut recommencer les clés.",
  "error.ceremony.wrong-number":
    "Il n’y a pas autant de certificats que de membres du bureau. Prévenez le secrétariat.",
  "error.threshold.bad-certificate":
    "Le certificat du membre {index} est faux : votre clé n’y a pas touché. Prévenez le " +
    "secrétariat.",
  "error.threshold.bad-commitments":
    "Les engagements du membre {index} sont faux : votre clé n’y a pas touché. Prévenez le " +
    "secrétariat.",
  "error.threshold.bad-signature":
    "Le membre {index} n’a pas signé les mêmes certificats que vous : prévenez les autres " +
    "scrutateurs, quelqu’un ment.",
  "error.threshold.wrong-number":
    "Un membre ne s’est pas engagé sur le bon nombre de parts. Prévenez le secrétariat.",
  "error.threshold.cancelled":
    "Les parts s’annulent : moins de personnes que prévu suffiraient. Il faut recommencer.",
  "error.threshold.wrong-key":
    "La clé du membre {index} n’est pas celle de ses parts. Prévenez le secrétariat.",
  "error.channel.bad-signature":
    "Un message reçu n’est pas signé par qui l’envoie : il est refusé. Prévenez le secrétariat.",
  "error.channel.not-for-us":
    "Un message reçu ne s’ouvre pas avec votre clé : il est refusé. Prévenez le secrétariat.",
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
  const known = key in TRUSTEE_FRENCH ? say(key, fault.facts ?? {}) : say("error.unexpected");
  return sentence || known;
}
