// What the program answered, file by file.
import type { Document, Verdict } from "../contract";
import type { GivenFile } from "./given";
import type { Outcome } from "./wasi";

// `alone`: the file that was asked about, where it was one.
export interface Answered { name: string; alone: GivenFile | null; documents: Document[]; error: string | null; died: string | null }

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

export const name_of = (inputs: GivenFile[]) => inputs.map(({ name }) => name).join(", ");

// Each line that the program complains of begins with its name.
const complaint = (err: string) => err.replace(/^tlswhy: /gm, "").trim();

export function answered(inputs: GivenFile[], outcome: Outcome): Answered {
  const name = name_of(inputs), alone = inputs.length === 1 ? inputs[0] ?? null : null;
  const error = complaint(outcome.err) || null;
  if (outcome.died !== null) return { name, alone, documents: [], error, died: outcome.died };
  return { name, alone, documents: documents_in(name, outcome.out), error, died: null };
}
