// The documents that the page was written with. What several conversations say alike stands once, in `shared`, and
// {"$shared": N} in its place (src/report/html); here it becomes one object that all of them have.
import type { Document, Judged } from "./contract";

export type Documents = Record<string, Document[]>;  // by language

type Packed = { documents?: Document[]; languages?: Documents; language?: string; shared?: unknown[] };

// Only where parts are shared is looked for them: there may be ten thousand connections.
function put_back(judged: Judged, shared: unknown[]) {
  const whole = (part: unknown) => {
    const place = (part as { $shared?: number } | null)?.$shared;
    return place === undefined ? part : shared[place];
  };
  const fields = judged as unknown as Record<string, unknown>;
  for (const name of ["diagnosis", "remedies", "client_offer", "client_profile", "messages"]) {
    if (name in fields) fields[name] = whole(fields[name]);
  }
  const report = fields["report"] as unknown[] | undefined;
  report?.forEach((section, index) => { report[index] = whole(section); });
  for (const sent of (fields["certificates"] ?? []) as { chain: unknown }[]) sent.chain = whole(sent.chain);
}

// {"documents": [...]} in one language, or {"languages": {"en": [...], "ko": [...]}} in several.
export function read_documents(text: string): Documents {
  const packed = JSON.parse(text) as Packed;
  const all = packed.languages ?? { [packed.language ?? "en"]: packed.documents ?? [] };
  for (const documents of Object.values(all)) {
    for (const { conversations, verdicts } of documents) {
      for (const judged of [...(conversations ?? []), ...(verdicts ?? [])]) put_back(judged, packed.shared ?? []);
    }
  }
  return all;
}
