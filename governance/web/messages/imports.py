"""Sentences about files that are to enter the register."""

from governance.web.i18n import N_

SENTENCES = {
    "import.too-large": N_("Ce fichier dépasse {limit} Mio : ce n’est sans doute pas le bon."),
    "import.empty": N_(
        "Ce fichier est vide, ou n’a que sa ligne de titres : il n’y a rien à importer."
    ),
    "import.not-a-spreadsheet": N_(
        "Ce fichier n’est pas un tableau : enregistrez-le en .csv, .xlsx ou .ods et redéposez-le."
    ),
    "import.unreadable-workbook": N_(
        "Ce classeur n’a pas pu être lu : il est endommagé, protégé par un mot de passe, ou il a "
        "une cellule perdue très loin du tableau. Enregistrez-le en .csv et redéposez-le."
    ),
    "import.wrong-encoding": N_(
        "Ligne {line} : les lettres accentuées de ce fichier ne sont pas lisibles. Enregistrez-le "
        "en « CSV UTF-8 » et redéposez-le."
    ),
    "import.unreadable-line": N_(
        "Ligne {line} : un guillemet est ouvert et jamais refermé, ou mal placé."
    ),
    "import.too-many-rows": N_("Ce fichier a plus de {limit} lignes, la limite d’un import."),
    "import.too-many-columns": N_(
        "Ligne {line} : plus de {limit} colonnes. Ne gardez que le tableau, sans cellule perdue "
        "au loin, et redéposez le fichier."
    ),
    "import.too-much-text": N_(
        "Une fois ouvert, ce classeur tient plus de {limit} Mio de texte : ce n’est sans doute pas "
        "le bon."
    ),
    "import.column-twice": N_("Ligne {line} : la colonne « {column} » y est deux fois."),
    "import.missing-columns": N_(
        "Ligne {line} : il manque des colonnes ({columns}). La première ligne doit porter leurs "
        "noms."
    ),
    "import.unknown-type": N_("type « {value} » inconnu : écrivez institution ou individu."),
    "import.unknown-category": N_(
        "catégorie « {value} » inconnue des statuts : voyez la liste de la page Statuts."
    ),
    "import.empty-name": N_("le nom manque."),
    "import.too-long": N_("colonne « {column} » : plus de {limit} caractères."),
    "import.mangled-accents": N_(
        "colonne « {column} » : accents abîmés (« {value} »). Le fichier a été enregistré dans un "
        "mauvais encodage."
    ),
    "import.mixed-alphabets": N_(
        "colonne « {column} » : « {value} » mêle deux alphabets ({letters} : lettres grecques ou "
        "cyrilliques qui ressemblent aux nôtres). Retapez ces lettres au clavier."
    ),
    "import.unknown-tier": N_("tarif « {value} » absent du barème."),
    "import.bad-day": N_("date « {value} » illisible : écrivez 31/12/2025, 2025-12-31 ou 2025."),
    "import.unknown-status": N_(
        "colonne « {column} » : « {value} » n’est ni payée, ni appelée, ni exonérée."
    ),
    "import.email-without-person": N_(
        "l’adresse {value} n’est à personne : remplissez aussi le nom du titulaire ou suppléant."
    ),
    "import.no-such-person": N_("colonne « {column} » : « {value} » n’est pas un nom."),
    "import.individual-with-representative": N_(
        "une personne physique agit pour elle-même : videz la colonne « {column} »."
    ),
    "import.too-many-cells": N_(
        "« {value} » est au-delà de la dernière colonne : une cellule s’est décalée."
    ),
    "import.duplicate-member": N_("même membre que la ligne {first}, aux accents et casse près."),
    "import.other-type": N_(
        "le registre a déjà un membre de ce nom, d’un autre type : précisez le nom."
    ),
    "import.email-twice": N_("l’adresse {value} sert déjà à une autre personne ligne {first}."),
    "import.email-taken": N_("l’adresse {value} est déjà celle de {person} dans le registre."),
    "import.person-two-emails": N_("{value} a une autre adresse ligne {first}."),
    "import.bad-population": N_("« {value} » n’est pas un nombre d’habitants."),
    "import.column-unknown": N_("« {column} » n’est pas une rubrique du registre."),
    "import.column-chosen-twice": N_(
        "Deux colonnes de votre fichier sont dites « {column} » : une seule peut l’être."
    ),
    "import.columns-lacking": N_(
        "Dites où se trouvent ces rubriques, ou donnez-leur une valeur pour tous : {columns}."
    ),
    "import.columns-known": N_("Les colonnes de ce fichier sont déjà connues."),
    "import.columns-first": N_("Dites d’abord ce que contiennent les colonnes de ce fichier."),
    "import.not-applied": N_("Ce fichier n’a pas été importé : il n’y a rien à annuler."),
    "import.undone": N_("Cet import est déjà annulé."),
    "import.too-old": N_(
        "Cet import date d’avant l’historique du registre : il ne peut pas être annulé."
    ),
    "import.not-last": N_("Un fichier a été importé depuis ({file}) : annulez-le d’abord."),
    "import.meeting-since": N_(
        "« {title} » a été convoquée depuis, avec ces membres : l’import ne peut plus être annulé."
    ),
    "import.changed-since": N_(
        "{name} a changé depuis cet import : il ne peut plus être annulé. Corrigez les fiches."
    ),
    "import.dues-since": N_(
        "Une cotisation {year} a changé depuis cet import : il ne peut plus être annulé."
    ),
    "import.depended-on": N_(
        "Autre chose s’appuie déjà sur un membre de ce fichier (un courrier, une pièce, un compte, "
        "un rendez-vous…) : l’import ne peut plus être annulé. Corrigez les fiches."
    ),
    "import.unknown": N_("Cet aperçu n’existe plus : redéposez le fichier."),
    "import.applied": N_("Ce fichier a déjà été importé."),
    "import.lines-refused": N_(
        "Rien n’a été écrit : {count} ligne(s) de ce fichier sont à corriger d’abord."
    ),
    "import.stale": N_(
        "Rien n’a été écrit : le registre a changé depuis l’aperçu. Redéposez le fichier pour voir "
        "ce qu’il ferait maintenant."
    ),
}
