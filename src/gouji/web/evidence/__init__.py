"""Evidence: the files behind figures, what they prove, what lacks proof."""
