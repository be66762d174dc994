"""Use-cases of the ballot box: open, cast, close, count, publish; the caller commits."""
