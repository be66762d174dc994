"""What the house remembers and lets go: journal, exports, access, retention."""
