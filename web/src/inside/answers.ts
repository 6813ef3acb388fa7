// What the program answered, file by file.
import type { Document, Verdict } from "../contract";
import type { Outcome } from "./wasi";

export interface Answered { name: string; documents: Document[]; error: string | null; died: string | null }

// A list of chains is answered line by line: all its verdicts are shown as those of one document.
function documents_in(name: string, out: string): Document[] {
  const parts = out.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Document | Verdict);
  const verdicts = parts.filter((part): part is Verdict => "accepted" in part);
  const documents = parts.filter((part): part is Document => "input" in part);
  if (verdicts.length > 0) {
    const tool = { name: "tlswhy", version: "" };
    documents.push({ schema: "tlswhy/1", tool, input: { kind: "chains", name, notes: [] }, verdicts: verdicts.map(whole) });
  }
  return documents;
}

// A line of the answer to a list says less than a document does.
const whole = (verdict: Verdict): Verdict => ({ ...verdict, report: verdict.report ?? [], remedies: verdict.remedies ?? [] });

// Each line that the program complains of begins with its name.
const complaint = (err: string) => err.replace(/^tlswhy: /gm, "").trim();

export function answered(name: string, outcome: Outcome): Answered {
  const error = complaint(outcome.err) || null;
  if (outcome.died !== null) return { name, documents: [], error, died: outcome.died };
  return { name, documents: documents_in(name, outcome.out), error, died: null };
}
