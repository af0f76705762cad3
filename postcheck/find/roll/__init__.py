"""The roll as the finder sees it: its names, and the pupils who bear them."""

from postcheck.find.roll.index import RollIndex
from postcheck.find.roll.names import NameMatch, Quality, RollName
from postcheck.find.roll.pupils import MatchingPupils
from postcheck.find.roll.typos import TypoIndex

__all__ = ["MatchingPupils", "NameMatch", "Quality", "RollIndex", "RollName", "TypoIndex"]
