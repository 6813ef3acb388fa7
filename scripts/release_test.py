"""Tests of scripts/release: what keeps a version back, what two builds differ in, and what is said of what is linked."""
import importlib.machinery
import importlib.util
import json
import pathlib
import tempfile
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]
loader = importlib.machinery.SourceFileLoader("release", str(ROOT / "scripts/release"))
release = importlib.util.module_from_spec(importlib.util.spec_from_loader("release", loader))
loader.exec_module(release)


def tree(folder, changelog, version="1.2.0"):
    root = pathlib.Path(folder)
    (root / "CMakeLists.txt").write_text(f"project(tlswhy VERSION {version} LANGUAGES CXX)\n", encoding="utf-8")
    (root / "CHANGELOG.md").write_text(changelog, encoding="utf-8")
    return root


class Version(unittest.TestCase):
    def wrong(self, changelog, version="1.2.0"):
        with tempfile.TemporaryDirectory() as folder:
            return list(release.check_version(tree(folder, changelog, version), "1.2.0"))

    def test_a_section_with_a_date_and_a_line(self):
        self.assertEqual(self.wrong("# Changelog\n\n## [1.2.0] - 2026-11-29\n\n- More.\n\n## [1.1.0] - 2026-01-01\n"), [])

    def test_what_keeps_it_back(self):
        self.assertIn("no section", self.wrong("## [Unreleased]\n\n- More.\n")[0])
        self.assertIn("no date", self.wrong("## [1.2.0]\n\n- More.\n")[0])
        self.assertIn("says nothing", self.wrong("## [1.2.0] - 2026-11-29\n\n## [1.1.0] - 2026-01-01\n\n- Less.\n")[0])
        self.assertIn("has version 1.3.0", self.wrong("## [1.2.0] - 2026-11-29\n\n- More.\n", "1.3.0")[0])


class Builds(unittest.TestCase):
    def test_the_first_byte_that_differs_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            one, same, other = (pathlib.Path(folder) / name for name in ("one", "same", "other"))
            one.write_bytes(b"abcdef")
            same.write_bytes(b"abcdef")
            other.write_bytes(b"abXdefg")
            self.assertEqual(list(release.differences({"x": one}, {"x": same})), [])
            found = list(release.differences({"x": one}, {"x": other}))
            self.assertIn("x: 2 bytes differ, the first at 2", found[0])


class Linked(unittest.TestCase):
    ROWS = tomllib.loads((ROOT / "cmake/linked.toml").read_text(encoding="utf-8"))["library"]

    def test_every_source_that_is_built_is_told_of(self):
        built = set(release.source_versions(ROOT))
        self.assertEqual({row["source"] for row in self.ROWS if "source" in row}, built)

    def test_each_row_says_where_its_version_comes_from(self):
        for row in self.ROWS:
            self.assertEqual(len({"source", "package", "npm"} & set(row)), 1, row)
            self.assertLessEqual(set(row["forms"]), set(release.FORMS), row)

    def test_every_archive_of_the_static_program_is_told_of(self):
        """What cmake/static/Libraries.cmake links, under the name that it has here."""
        names = {"crypto": "OpenSSL", "ssl": "OpenSSL", "fmt": "{fmt}", "z": "zlib", "zstd": "Zstandard",
                 "utf8proc": "utf8proc", "sqlite3": "SQLite", "pugixml": "pugixml"}
        text = (ROOT / "cmake/static/Libraries.cmake").read_text(encoding="utf-8")
        linked = {line.split()[1] for line in text.splitlines() if line.startswith("tlswhy_archive(")}
        linked = {name.rstrip(")") for name in linked}
        self.assertEqual(linked, set(names))
        self.assertLessEqual(set(names.values()), {row["name"] for row in self.ROWS if "linux" in row["forms"]})

    def test_the_sbom_is_whole(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "tlswhy"
            file.write_bytes(b"\x7fELF")
            row = {"name": "zlib", "license": "Zlib", "version": "1", "purl": "pkg:deb/debian/zlib@1", "forms": ["linux"]}
            first, second = (release.sbom("1.2.0", {"tlswhy": file}, [row], "0", "abc") for _ in range(2))
        self.assertEqual(json.dumps(first), json.dumps(second))
        self.assertEqual(first["creationInfo"]["created"], "1970-01-01T00:00:00Z")
        ids = {entry["SPDXID"] for entry in [first, *first["packages"], *first["files"]]}
        for relation in first["relationships"]:
            self.assertLessEqual({relation["spdxElementId"], relation["relatedSpdxElement"]}, ids)


if __name__ == "__main__":
    unittest.main()
