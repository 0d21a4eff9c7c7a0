"""The words of YAML as regular expressions: YAML 1.1, as PyYAML and libyaml read it.

Every repeat is possessive or the only one of its kind, so that no text is looked at more than a few times.
"""

import re

BREAK = "\n\u2028\u2029"  # what ends a line, once LINE_END has made one of the others
_BLANK = rf" \t{BREAK}"
_FLOW = r",\[\]{}"
_END = rf"(?=[{_BLANK}]|\Z)"  # behind an indicator: "- 1", but not "-1"
_REST = rf"(?:#[^{BREAK}]*+)?"  # a comment
_INDICATORS = r"\-?:,\[\]{}#&*!|>'\"%@`\ufeff"

# A line of text without quotes: ":" ends it before a blank, "#" behind one; in brackets commas do too.
_BLOCK_MORE = rf"(?:[^{_BLANK}:]++|:(?!{_END})|[ \t]++(?![#:{BREAK}]|\Z)|[ \t]++(?=:[^{_BLANK}]))*+"
_FLOW_MORE = (
    rf"(?:[^{_BLANK}{_FLOW}:]++|:(?![{_BLANK}{_FLOW}]|\Z)"
    rf"|[ \t]++(?![#:{_FLOW}{BREAK}]|\Z)|[ \t]++(?=:[^{_BLANK}{_FLOW}]))*+"
)
_BLOCK_PLAIN = rf"(?:[^{_BLANK}{_INDICATORS}]|[-?:](?!{_END})){_BLOCK_MORE}"
_FLOW_PLAIN = rf"(?:[^{_BLANK}{_INDICATORS}]|-(?!{_END})){_FLOW_MORE}"

NOT_TEXT = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_END = re.compile("\r\n?|\x85")
LINE = re.compile(f"[{BREAK}]")

# Up to the next thing that counts; group 1 is what stands before it if that is on another line.
SKIP = re.compile(rf"[ \t]*+{_REST}(?:[{BREAK}]([ \t]*+){_REST})*+")
SPACES = re.compile(r"[ \t]*+")
LINE_OVER = re.compile(rf"[ \t]*+(?:[{BREAK}#]|\Z)")
MARKER = re.compile(rf"(?:---|\.\.\.){_END}")
MARKER_LINE = re.compile(rf"[{BREAK}](?:---|\.\.\.){_END}")
DIRECTIVE = re.compile(rf"%(?:YAML[ \t]+([^{_BLANK}]*)|TAG[ \t])[^{BREAK}]*")
VERSION = re.compile(r"1\.[0-9]+")

ITEM = re.compile(rf"-{_END}")
EXPLICIT = re.compile(rf"\?{_END}")
COLON = re.compile(rf"[ \t]*+:{_END}")
FLOW_COMMA = re.compile(rf"[ \t]*+,[ \t]*+(?![#{BREAK}]|\Z)")  # with more on its line
FLOW_PAIR = re.compile(rf"({_FLOW_PLAIN})[ \t]*+:[ \t]++({_FLOW_PLAIN})(?=[,}}\]])")
FLOW_COLON = re.compile(r"[ \t]*+:")
KEY = re.compile(rf"({_BLOCK_PLAIN})[ \t]*+:{_END}")

BLOCK_PLAIN, BLOCK_MORE = re.compile(_BLOCK_PLAIN), re.compile(_BLOCK_MORE)
FLOW_PLAIN, FLOW_MORE = re.compile(_FLOW_PLAIN), re.compile(_FLOW_MORE)
NEXT_LINE = re.compile(rf"(?:[ \t]*+[{BREAK}])++( *+)[ \t]*+")  # group 1: its indentation
SINGLE = re.compile(r"'((?:[^']++|'')*+)'")
DOUBLE = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
HEADER = re.compile(rf"([|>])(?:([-+])([1-9])?|([1-9])([-+])?)?[ \t]*+{_REST}(?=[{BREAK}]|\Z)")
NAME = re.compile(rf"[&*]([0-9A-Za-z_-]+)(?=[{_BLANK}?:,\]}}%@`]|\Z)")
TAG = re.compile(rf"(!<[^>{_BLANK}]*>|!!?[^!{_BLANK}{_FLOW}]*)(?=[{_BLANK},\]}}]|\Z)")

# Spaces and line ends between two words; without a line end they stay as they are.
_GAP = rf"[ \t]++(?:[{BREAK}][{_BLANK}]*+)?|[{BREAK}][{_BLANK}]*+"
GAP = re.compile(_GAP)
ESCAPE = re.compile(
    rf'\\(?:x([0-9A-Fa-f]{{2}})|u([0-9A-Fa-f]{{4}})|U([0-9A-Fa-f]{{8}})|([0abt\tnvfre "/\\N_LP])'
    rf"|([{BREAK}][{_BLANK}]*+)|)|{_GAP}"
)
