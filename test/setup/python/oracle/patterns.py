"""`match` as a chain of ifs, of CPython's tree."""

import ast
import re

from expressions import Expressions
from forms import UNKNOWN


class Patterns(Expressions):
    def match(self, node):
        subject = self.expression(node.subject)
        otherwise = []
        for case in reversed(node.cases):
            otherwise = self.case(case, subject, otherwise)
        return otherwise

    def case(self, case, subject, otherwise):
        pattern, clause = case.pattern, self.case_span(case)
        test, bound = self.pattern(pattern, subject, clause)
        then = self.block(case.body)

        def lower():
            guard = self.maybe(case.guard)
            whole = test or guard
            if test and guard:
                whole = {"kind": "binary", "operator": "and", "left": test, "right": guard, "span": clause}
            if whole is None:
                return bound + then
            return bound + [{"kind": "if", "test": whole, "then": then, "otherwise": otherwise, "span": clause}]

        return self.with_prelude(lower)

    def case_span(self, case):
        line, offset = self.start(case.pattern)
        while not re.match(rb"\s*case\b", self.raw[line - 1]):
            line -= 1
        offset = self.raw[line - 1].index(b"case")
        return self.place((line, offset), self.end(case.body[-1]))

    def pattern(self, node, subject, clause):
        """A test, or None, and what is bound."""
        span = self.place(*self.outside(node))
        equals = lambda value: {"kind": "binary", "operator": "==", "left": subject, "right": value, "span": span}
        if self.value(node) is not None:
            return equals(self.value(node)), []
        if isinstance(node, ast.MatchAs) and node.pattern is None:
            if node.name is None:
                return None, []
            target = {"kind": "name", "name": node.name, "span": self.span(node)}
            return None, [{"kind": "assign", "targets": [target], "value": subject, "span": span}]
        if isinstance(node, ast.MatchOr):
            values = [self.value(one) for one in node.patterns]
            if None not in values:
                test = equals(values[0])
                for one in values[1:]:
                    test = {"kind": "binary", "operator": "or", "left": test, "right": equals(one), "span": span}
                return test, []
        return {**UNKNOWN, "span": clause}, list(self.bound(node))

    def value(self, node):
        match node:
            case ast.MatchValue(value=ast.BinOp()):
                return None
            case ast.MatchValue():
                return self.expression(node.value)
            case ast.MatchSingleton():
                return {"kind": "literal", "value": node.value, "span": self.span(node)}

    def bound(self, node):
        """In the order of the source; a name stands at the end of what binds it, but for `**rest`."""
        match node:
            case ast.MatchAs() | ast.MatchStar():
                if getattr(node, "pattern", None) is not None:
                    yield from self.bound(node.pattern)
                if node.name is not None:
                    yield self.capture(node.name, self.end(node))
            case ast.MatchMapping():
                for one in node.patterns:
                    yield from self.bound(one)
                if node.rest is not None:
                    line, at, _ = self.before(node.end_lineno, node.end_col_offset - 1)
                    if self.raw[line - 1][at : at + 1] == b",":
                        line, at, _ = self.before(line, at)
                    yield self.capture(node.rest, (line, at + 1))
            case ast.MatchClass():
                for one in node.patterns + node.kwd_patterns:
                    yield from self.bound(one)
            case ast.MatchSequence() | ast.MatchOr():
                for one in node.patterns:
                    yield from self.bound(one)

    def capture(self, name, end):
        span = self.place((end[0], end[1] - len(name.encode())), end)
        target = {"kind": "name", "name": name, "span": span}
        return {"kind": "assign", "targets": [target], "value": {**UNKNOWN, "span": span}, "span": span}
