"""Where the nodes of CPython's tree stand in their text. Columns count UTF-16 code units from 1."""

import io
import re
import tokenize


class Places:
    def __init__(self, text):
        self.bom = text.startswith("\ufeff")
        self.plain = text[1:] if self.bom else text
        self.raw = [line.encode("utf-8", "surrogatepass") for line in re.split(r"\r\n|\r|\n", self.plain)]

    def start(self, node):
        return node.lineno, node.col_offset

    def end(self, node):
        return node.end_lineno, node.end_col_offset

    def place(self, start, end):
        return f"{self.column(*start)}-{self.column(*end)}"

    def column(self, line, offset):
        before = self.raw[line - 1][:offset].decode("utf-8", "surrogatepass")
        return f"{line}:{len(before.encode('utf-16-le', 'surrogatepass')) // 2 + 1 + (self.bom and line == 1)}"

    def span(self, node):
        return self.place(self.start(node), self.end(node))

    def source(self, start, end):
        """The text between two places, joined by LF."""
        (first, left), (last, right) = start, end
        rows = [self.raw[row] for row in range(first - 1, last)]
        rows[-1] = rows[-1][:right]
        rows[0] = rows[0][left:]
        return b"\n".join(rows).decode("utf-8", "surrogatepass")

    def text(self, node):
        return self.source(self.start(node), self.end(node))

    def outside(self, node):
        """Where an operand starts and ends, its own parentheses counted."""
        (line, left), (last, right) = self.start(node), self.end(node)
        while True:
            before = self.before(line, left)
            after = self.behind(last, right)
            if before is None or after is None or before[2] != b"(" or after[2] != b")":
                return (line, left), (last, right)
            line, left = before[:2]
            last, right = after[0], after[1] + 1

    def before(self, line, offset):
        while line > 0:
            row = self.raw[line - 1][:offset]
            if offset is None:
                row = re.sub(rb"#[^\"']*$", b"", row)
            row = row.rstrip(b" \t\f\\")
            if row:
                return line, len(row) - 1, row[-1:]
            line, offset = line - 1, None
        return None

    def behind(self, line, offset):
        while line <= len(self.raw):
            row = self.raw[line - 1][offset:]
            rest = row.lstrip(b" \t\f")
            if rest and rest[:1] not in (b"#", b"\\"):
                return line, offset + len(row) - len(rest), rest[:1]
            line, offset = line + 1, 0
        return None

    def is_parenthesized(self, node):
        """Whether a tuple's own parentheses hold all of it."""
        text = self.text(node)
        if not text.startswith("("):
            return False
        depth = 0
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.OP:
                depth += (token.string in "([{") - (token.string in ")]}")
                if depth == 0:
                    return token.end == (text.count("\n") + 1, len(text.rsplit("\n", 1)[-1]))
        return False
