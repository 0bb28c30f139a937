"""Generated local parts: two words for people, forty random bits and more against guessing."""

import secrets

_FIRST = """amber brave brisk calm clear cosy crisp eager early fair fancy fast fresh gentle glad golden grand green happy
humble jolly keen kind light lively lucky mellow merry mild neat noble plain proud quick quiet rapid ready
royal rustic shiny silent silver simple smart snowy soft solid steady sunny swift tidy vivid warm wise witty
young""".split()
_SECOND = """acorn anchor apple badger beacon birch bridge brook candle canyon cedar cloud clover comet coral crane cricket
daisy delta dolphin falcon fern finch forest fox garden glacier harbor hazel heron hill island ivy lagoon lake
lantern lark maple meadow otter owl pebble pine planet quill raven river robin sparrow spruce stone thistle
tulip valley walnut willow wren""".split()
# Without characters that are read for one another.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_RANDOM_LENGTH = 9


def generate_local_part() -> str:
    """`brisk-otter-7k2m9qax4`: 9 characters of 31 are 44.6 random bits, the words add some ten."""
    tail = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM_LENGTH))
    return f"{secrets.choice(_FIRST)}-{secrets.choice(_SECOND)}-{tail}"
