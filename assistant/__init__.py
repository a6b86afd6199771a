"""What we say: answers with citations, checked before they are shown, or refusals that say why."""
