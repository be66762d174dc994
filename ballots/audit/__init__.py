"""What an outsider runs on a published archive (vérification de l’urne), offline."""
