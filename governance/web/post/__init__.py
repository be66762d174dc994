"""The post as pages use it, and the demonstration's outbox."""
