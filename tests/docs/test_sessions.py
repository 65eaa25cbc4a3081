"""The page on working with a clone names the sessions that there are."""

import ast
import re

from tests.architecture.sources import ROOT
from tests.docs.pages import examples


def _sessions() -> dict[str, str]:
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    return {
        node.name: ast.get_docstring(node) or ""
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any("nox.session" in ast.unparse(each) for each in node.decorator_list)
    }


def test_the_guide_lists_every_session_with_its_question() -> None:
    guide = (ROOT / "docs" / "how-to" / "contribute.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", guide, re.MULTILINE))

    assert listed == _sessions()


def test_the_first_two_commands_of_the_readme_are_serve_and_check() -> None:
    assert examples(ROOT / "README.md", "sh")[:2] == [
        "python3 noxfile.py serve\n",
        "python3 noxfile.py check\n",
    ]
