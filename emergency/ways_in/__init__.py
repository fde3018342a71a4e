"""How else help is asked for than on a page: one room for each way in. All of them end in the one intake."""
