"""check-layers refuses what it should."""
import importlib.machinery
import importlib.util
import pathlib
import unittest

PATH = str(pathlib.Path(__file__).with_name("check-layers"))
LOADER = importlib.machinery.SourceFileLoader("check_layers", PATH)
check = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_layers", LOADER))
LOADER.exec_module(check)

LAYERS = check.read_layers("""
tlswhy_folder(base USES fmt::fmt)
tlswhy_folder(wire MAY base)
tlswhy_folder(sources/capture MAY base wire
              USES Boost::headers)
tlswhy_folder(sources/probe MAY base)
""")


class CheckLayersTest(unittest.TestCase):
    def whats(self, path, text):
        return [what for _, what in check.complaints(path, text, LAYERS)]

    def test_reads_the_declarations(self):
        self.assertEqual(LAYERS, {"base": set(), "wire": {"base"}, "sources/capture": {"base", "wire"},
                                  "sources/probe": {"base"}})

    def test_allows_own_folder_and_the_named_ones(self):
        text = '#include "wire/a.hpp"\n#include "base/b.hpp"\n#include <vector>\n'
        self.assertEqual(self.whats("wire/x.cpp", text), [])
        self.assertEqual(self.whats("sources/capture/linktypes/x.cpp", '#include "sources/capture/y.hpp"'), [])

    def test_refuses_the_rest(self):
        self.assertEqual(self.whats("base/x.cpp", '#include "wire/a.hpp"'), ['"wire/a.hpp": base may not include wire'])
        self.assertEqual(len(self.whats("wire/x.cpp", '#  include "sources/capture/a.hpp"')), 1)
        self.assertEqual(len(self.whats("wire/x.cpp", '#include "a.hpp"')), 1)
        self.assertEqual(len(self.whats("elsewhere/x.cpp", "")), 1)

    def test_files_are_opened_in_one_place(self):
        for header in ("fstream", "filesystem", "sys/stat.h", "arpa/inet.h"):
            self.assertEqual(len(self.whats("wire/x.cpp", f"#include <{header}>")), 1, header)
            for path in ("base/system_files_posix.cpp", "wire/x_test.cpp", "wire/testing/x.hpp"):
                self.assertEqual(self.whats(path, f"#include <{header}>"), [], path)
        self.assertEqual(self.whats("wire/x.cpp", "#include <string>"), [])

    def test_heavy_headers_stay_in_source_files(self):
        self.assertEqual(self.whats("wire/x.cpp", "#include <openssl/evp.h>"), [])
        self.assertEqual(len(self.whats("wire/x.hpp", "#include <openssl/evp.h>")), 1)

    def test_asio_stays_in_its_folder(self):
        asio, inner = "#include <boost/asio.hpp>", '#include "sources/probe/network/x.hpp"'
        self.assertEqual(self.whats("sources/probe/network/x.hpp", asio + "\n" + inner), [])
        self.assertEqual(self.whats("sources/probe/x.cpp", asio + "\n" + inner), [])
        self.assertEqual(len(self.whats("sources/probe/x.hpp", asio + "\n" + inner)), 2)
        self.assertEqual(len(self.whats("sources/probe/network/x.hpp", "#include <openssl/evp.h>")), 1)


if __name__ == "__main__":
    unittest.main()
