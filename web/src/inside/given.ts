// What the reader gave: files with what each of them is, and what else is known. From it come the program's arguments.
export const roles = ["evidence", "trust", "profile", "server", "java_security", "java_version", "openssl_cnf"] as const;
export type Role = (typeof roles)[number];

export interface GivenFile { name: string; file: File; role: Role }
export interface Known { client: string; store: string; host: string; at: string; password: string; product: string; all: boolean; redact: boolean; together: boolean }
export const nothing_known: Known = { client: "", store: "", host: "", at: "", password: "", product: "", all: false, redact: false, together: false };

const option: Record<Role, string> = {
  evidence: "", trust: "--trust", profile: "--as", server: "--server", java_security: "--java-security",
  java_version: "--java-version", openssl_cnf: "--openssl-cnf",
};

// By its usual name; the reader may say otherwise.
async function role_of(file: File): Promise<Role> {
  const name = file.name.toLowerCase();
  if (name === "java.security") return "java_security";
  if (/^openssl.*\.(cnf|conf)$/.test(name)) return "openssl_cnf";
  if (/^cacerts$|trust|ca-bundle|ca-certificates/.test(name)) return "trust";
  if (name.endsWith(".toml")) return /^\s*inherits\s*=/m.test(await file.slice(0, 65536).text()) ? "profile" : "evidence";
  return "evidence";
}

// Names are kept apart, so that each file has one of its own.
export async function given(files: File[], before: GivenFile[]): Promise<GivenFile[]> {
  const out = [...before];
  for (const file of files) {
    let name = file.name;
    for (let n = 2; out.some((other) => other.name === name); ++n) name = `${n}/${file.name}`;
    out.push({ name, file, role: await role_of(file) });
  }
  return out;
}

// A name may look like an option; a path does not.
const path = (name: string) => (name.startsWith("-") ? `./${name}` : name);

// What is asked about at once: each file alone, or all of them as witnesses of the same connections.
export function questions(files: GivenFile[], known: Known): GivenFile[][] {
  const evidence = files.filter(({ role }) => role === "evidence");
  return known.together && evidence.length > 1 ? [evidence] : evidence.map((input) => [input]);
}

export function arguments_for(inputs: GivenFile[], files: GivenFile[], known: Known, language: string): string[] {
  const args = [...inputs.map(({ name }) => path(name)), "--lang", language];
  for (const { name, role } of files) if (role !== "evidence") args.push(option[role], path(name));
  const said: [string, string][] = [["--as", known.client], ["--trust", known.store], ["--host", known.host], ["--at", known.at],
    ["--trust-password", known.password], ["--product", known.product]];
  for (const [name, value] of said) if (value.trim()) args.push(name, value.trim());
  if (known.all) args.push("--all");
  if (known.redact) args.push("--redact");
  return args;
}
