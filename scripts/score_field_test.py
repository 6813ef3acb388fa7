"""score-field: what counts as right, and as a wrong certainty."""
import importlib.machinery
import importlib.util
import pathlib
import unittest

PATH = pathlib.Path(__file__).with_name("score-field")
LOADER = importlib.machinery.SourceFileLoader("score_field", str(PATH))
score_field = importlib.util.module_from_spec(importlib.util.spec_from_loader("score_field", LOADER))
LOADER.exec_module(score_field)

CASE = {"outcome": "failed", "refuser": "server", "causes": "crl-expired|revocation-unreachable"}


def failed(cause, confidence="one_of", refuser="server"):
    return ("failed", refuser, cause, confidence, [])


class ScoreFieldTest(unittest.TestCase):
    def test_one_acceptable_cause_is_right(self):
        self.assertEqual(score_field.judge(CASE, [failed("crl-expired")]), (None, False))

    def test_another_refuser_is_not(self):
        complaint, wrong = score_field.judge(CASE, [failed("crl-expired", refuser="client")])
        self.assertTrue(complaint)
        self.assertFalse(wrong)

    def test_a_certainty_about_another_cause_spoils_a_right_one(self):
        complaint, wrong = score_field.judge(CASE, [failed("crl-expired"), failed("no-shared-cipher", "shown")])
        self.assertTrue(complaint)
        self.assertTrue(wrong)

    def test_a_healthy_connection_called_failed(self):
        healthy = dict(CASE, outcome="established", causes="")
        self.assertEqual(score_field.judge(healthy, [("established", "nobody", None, None, [])]), (None, False))
        self.assertTrue(score_field.judge(healthy, [failed("crl-expired")])[0])
        self.assertTrue(score_field.judge(healthy, [])[0])


if __name__ == "__main__":
    unittest.main()
