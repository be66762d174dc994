"""Mail that leaves the association: letters (texts), messages (MIME), invitations, transports."""
