"""What the command of an outside authority (autorité de codes) says when it refuses."""

FILE = "ce fichier n’est pas"
SENTENCES = {
    "archive.unsupported": "ce groupe n’est pas connu",
    "destruction.malformed": f"{FILE} une attestation de destruction",
    "destruction.not-canonical": "l’attestation a été modifiée",
    "destruction.too-large": "l’attestation est trop volumineuse",
    "private-codes.malformed": f"{FILE} celui des codes privés",
    "private-codes.other-lists": "ces codes privés ne sont pas ceux de ces listes publiques",
    "public-lists.duplicate": "un droit ou un code figure deux fois",
    "public-lists.malformed": f"{FILE} celui des codes publics",
    "public-lists.not-canonical": "le fichier des codes publics a été modifié",
    "public-lists.too-large": "le fichier des codes publics est trop volumineux",
    "roll-file.duplicate": "un droit ou un scrutin figure deux fois",
    "roll-file.malformed": f"{FILE} une liste électorale",
    "roll-file.not-canonical": "la liste électorale a été modifiée",
    "roll-file.too-large": "la liste électorale est trop longue",
}
