// The part of the JSON contract (docs/json.md) that the page shows. What it does not know it leaves alone.

export interface Place { frame?: number; line?: number; question?: number; depth?: number }
export interface Line extends Place { text: string; mark?: string }
export interface Part { part: string; label: string; lines: Line[] }

export interface Certificate {
  sha256: string; subject?: string; issuer?: string; serial?: string; signature_algorithm?: string; key?: string;
  not_before?: string; not_after?: string; dns_names?: string[];
}
export interface Fact extends Place { fact: string; value: string; text: string; need?: string; source?: string }
export interface Candidate { cause: string; for: string[]; against: string[] }
export interface Diagnosis {
  cause: string | null; title: string | null; refuser: string; at: string | null; confidence: string;
  candidates: Candidate[]; evidence: Fact[]; ruled_out: { cause: string; by: string }[]; next_observation: string | null;
}
export interface Steps { product: string; title: string; text: string[] }
export interface Need { subject: string; key_id: string | null; url: string | null; sha256: string | null }
export interface Remedy {
  rank: number; where: string; security: string; title: string; applicability: string; before: string | null;
  after: string | null; breaks: string[]; needs?: Need[]; steps: Steps[]; client?: string;
}
export interface Offer {
  versions: string[]; cipher_suites: string[]; groups: string[]; signature_schemes: string[]; alpn: string[];
}
export interface Message extends Place {
  from: "client" | "server"; kind: string; name: string | null; time?: string; bytes?: number; count?: number;
  encrypted: boolean; refused?: boolean; last_in_clear?: boolean; ended?: boolean;
}
export interface EndPoint { ip: string | null; port: number | null }  // null: a log does not say it

// What conversations and verdicts have in common.
export interface Judged {
  diagnosis: Diagnosis | null; remedies: Remedy[]; report: Part[]; client_offer?: Offer | null;
}
export interface Conversation extends Judged {
  id: string; client: EndPoint; server: EndPoint; server_name: string | null; start: string | null; version: string | null;
  cipher_suite: string | null; group: string | null; signature_scheme: string | null; alpn: string | null;
  client_profile: { text?: string }; certificates: { from: string; chain: Certificate[] }[]; outcome: string;
  messages: Message[]; display_filter: string | null;
}
export interface Verdict extends Judged {
  id?: number | string; target?: string; client: string; accepted: boolean; protocol: string | null;
  cipher_suite: string | null; refuser: string; alert: string | null; message: string | null;
}
export interface Gadget {
  role: string | null; tab: string | null; element: string; url: string; line: number; source: string;
  target: string | null; alternate: boolean; disabled: boolean; loads: boolean | null; why: number | string | null;
  gadget: string; detail: string;
}
export interface Run { input: string; before: string | null; after: string; targets: number; changes: { text: string }[] }
export interface Document {
  schema: string; tool: { name: string; version: string };
  input: { kind: string; name: string; notes: string[]; packets?: number; truncated?: boolean };
  summary?: { text?: string; causes?: Record<string, number>; alike?: { first: string; count: number; text: string | null }[] };
  report?: Part[]; conversations?: Conversation[]; verdicts?: Verdict[]; certificates?: Certificate[][];
  trust?: Certificate[] | null; server_offer?: Offer | null; gadgets?: Gadget[]; runs?: Run[];
  changes?: { text: string }[];
}
