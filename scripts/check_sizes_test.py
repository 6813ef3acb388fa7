"""check-sizes finds what is too long."""
import importlib.machinery
import importlib.util
import json
import pathlib
import subprocess
import tempfile
import unittest

PATH = str(pathlib.Path(__file__).with_name("check-sizes"))
LOADER = importlib.machinery.SourceFileLoader("check_sizes", PATH)
check = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_sizes", LOADER))
LOADER.exec_module(check)
Sized = check.Sized


class CheckSizesTest(unittest.TestCase):
    def test_names_what_is_above_a_limit(self):
        files = [Sized(500, "src/a.cpp"), Sized(501, "src/b.cpp")]
        found = [Sized(60, "src/a.cpp: f"), Sized(61, "src/a.cpp: g")]
        self.assertEqual(check.complaints(files, found),
                         ["src/b.cpp: 501 lines, above 500", "src/a.cpp: g: 61 lines, above 60"])

    def test_counts_from_the_name_to_the_brace(self):
        tags = json.dumps({"path": "src/a.cpp", "name": "f", "line": 10, "end": 12})
        self.assertEqual(list(check.functions(tags)), [Sized(3, "src/a.cpp: f")])

    def test_ctags_sees_the_end_of_every_kind_of_function(self):
        body = "\n".join(f"  x += {i};" for i in range(70))
        text = (f"namespace {{\nauto f(int x) -> int {{\n{body}\n  return x;\n}}\n}}\nstruct S {{\n  S() : a_(1) {{\n    int x = 0;\n"
                f"{body}\n  }}\n  int a_;\n}};\ntemplate <class T>\nT g(T x) {{\n  auto deep = [&] {{\n{body}\n  }};\n  return x;\n}}\n"
                f"TEST(A, B) {{\n  int x = 0;\n{body}\n}}\n")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "x.hpp"
            path.write_text(text, encoding="utf-8")
            run = subprocess.run(["ctags-universal", *check.CTAGS], input=str(path), check=True, capture_output=True, text=True)
        found = {one.name.rsplit(" ", 1)[1]: one.lines for one in check.functions(run.stdout)}
        lambdas = [found.pop(name) for name in list(found) if name.startswith("__anon")]
        self.assertEqual((found, lambdas), ({"f": 73, "S": 73, "g": 75, "TEST": 73}, [72]))


if __name__ == "__main__":
    unittest.main()
