class ChannelError(Exception):
    """A message was not acknowledged; ``is_permanent`` when trying again cannot help."""

    def __init__(self, sentence: str, *, is_permanent: bool = False) -> None:
        super().__init__(sentence)
        self.is_permanent = is_permanent
