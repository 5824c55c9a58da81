"""How far an answer keeps to the house style that the run file brings along, as one pattern for each rule.

Nothing is learned here: the rules are those that the expert sees and edits (app/answers/rules.py writes the patterns).
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class HouseStyle:
    patterns: tuple[str, ...] = ()  # regular expressions; a rule is kept where its pattern is found

    def agreement(self, answer: str) -> float:
        """Share of the rules that it keeps, 0 to 1; 1 where there is none to break. No answer keeps nothing."""
        text = answer.strip()
        if not text:
            return 0.0
        kept = sum(re.search(pattern, text) is not None for pattern in self.patterns)
        return kept / len(self.patterns) if self.patterns else 1.0
