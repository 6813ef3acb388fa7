"""Tests of scripts/build-cause-pages: a page for each cause in each language, whole, without a request, and every link leads
somewhere."""
import html.parser
import importlib.machinery
import importlib.util
import pathlib
import re
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]
loader = importlib.machinery.SourceFileLoader("cause_pages", str(ROOT / "scripts/build-cause-pages"))
cause_pages = importlib.util.module_from_spec(importlib.util.spec_from_loader("cause_pages", loader))
loader.exec_module(cause_pages)
VOID = {"meta", "link", "br"}


class Reader(html.parser.HTMLParser):
    """Links, whatever else would be fetched, the text, and tags that are not closed."""

    def __init__(self):
        super().__init__()
        self.open, self.links, self.fetched, self.text = [], [], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attributes:
            if name == "href":
                self.links.append(value)
            if name == "src" or tag in ("script", "link", "img", "iframe"):
                self.fetched.append(value)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text.append(data)


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name)
        cause_pages.build(cls.folder)
        cls.pages = {}
        for path in cls.folder.rglob("*.html"):
            reader = Reader()
            reader.feed(path.read_text(encoding="utf-8"))
            cls.pages[path] = reader

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def test_every_cause_has_one_in_every_language(self):
        causes = {path.name for path in (ROOT / "knowledge/causes").iterdir()} | {"index"}
        for tag in cause_pages.LANGUAGES:
            self.assertEqual({path.stem for path in (self.folder / tag).iterdir()}, causes)

    def test_they_are_whole_and_ask_for_nothing(self):
        for path, reader in self.pages.items():
            self.assertEqual(reader.open, [], path)
            self.assertEqual(reader.fetched, [], path)
            self.assertNotRegex(" ".join(reader.text), r"\{[a-z_]+[}|]", path)

    def test_every_link_leads_somewhere(self):
        for path, reader in self.pages.items():
            for link in reader.links:
                self.assertTrue((path.parent / link).exists(), f"{path}: {link}")

    def test_every_cause_can_be_reached(self):
        for tag in cause_pages.LANGUAGES:
            listed = set(self.pages[self.folder / tag / "index.html"].links)
            self.assertLessEqual({path.name for path in (self.folder / tag).iterdir()} - {"index.html"}, listed)

    def test_what_a_page_says(self):
        text = " ".join(self.pages[self.folder / "ko/weak-dh-group.html"].text)
        for words in ("weak-dh-group", "ssl_prefer_server_ciphers on;", "하지 말아야 할 것", "RFC 9325"):
            self.assertIn(words, text)
        self.assertIsNone(re.search(r"(?<![\w.])=(?![\w=])\s*$", text, re.MULTILINE))  # "=" stands for an English step


class Sentences(unittest.TestCase):
    def test_a_value_is_its_name(self):
        self.assertEqual(cause_pages.shown("{dh_bits} < 1024"), "<var>dh bits</var> &lt; 1024")
        self.assertEqual(cause_pages.shown("{count|one name|{count} names}"), "<var>count</var> names")
        self.assertEqual(cause_pages.shown("{name|을를} 봅니다"), "<var>name</var>을(를) 봅니다")


if __name__ == "__main__":
    unittest.main()
