"""One room for each thing a couple can ask for: pure decisions from Turn to Reply."""
