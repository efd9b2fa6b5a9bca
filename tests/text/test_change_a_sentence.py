"""The page that shows how to change a sentence, followed to the letter."""

import re
from pathlib import Path

import yaml

from dyadlens.text import sentences

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "change-a-sentence.md").read_text(encoding="utf-8")


def test_the_page_keeps_its_promise(series, monkeypatch):
    old, new = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    (promised,) = re.findall(r"```text\n(.*?)\n```", PAGE, flags=re.DOTALL)
    (path,) = {Path(name) for name in re.findall(r"`(src/\S+\.yml)`", PAGE)}
    text = (ROOT / path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    rows = series("agreement", [0.5] * 5 + [0.52] * 5)
    assert sentences.title(rows) != promised
    monkeypatch.setattr(sentences, "sentence_templates", lambda: yaml.safe_load(text.replace(old, new)))
    assert sentences.title(rows) == promised


def test_the_page_is_linked_from_the_page_for_contributors():
    assert "docs/change-a-sentence.md" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
