// same_test.mjs PROGRAM WASM [--only WORD]: the program inside the page prints byte for byte what the native one
// prints as JSON: of all samples, cases, seeds of the fuzz targets and some chains, in every language; the same words
// on errors, the same exit code. Exits 77 (skipped) where the page was not built or npm's packages are missing.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { skip } from "./browser.mjs";
import { files_of, open_inside, root } from "./inside.mjs";

const [, , program, wasm] = process.argv;
const only = process.argv[process.argv.indexOf("--only") + 1 || process.argv.length];
if (!existsSync(wasm)) skip("the page is not built (scripts/build-page)");

const at = ["--at", "2027-01-01"];
const trust = ["--trust", "samples/pss-chain/trust.pem", ...at];

function of_samples() {
  const captures = readdirSync(join(root, "samples")).filter((name) => /\.pcap/.test(name)).map((name) => `samples/${name}`);
  const chain = "samples/pss-chain/server.pem", server = "samples/pss-chain/server.toml";
  return [
    ...["en", "ko", "zh-Hant"].flatMap((lang) => [...captures, chain, server].map((path) => [path, "--all", "--lang", lang, ...at])),
    ...captures.flatMap((path) => [[path], [path, "--full"], [path, "--as", "finesse-11", ...trust], [path, "--product", "nginx"],
      [path, "--server", chain, ...at], [path, "--host", "server.test"], [path, "--redact", "--all"]]),
    ...["finesse-11", "chrome-130", "java-8u152", "openssl-3.0"].flatMap((client) => [[chain, "--as", client, ...trust],
      [server, "--as", client, ...trust, "--host", "server.test"], ["samples/pss-chain", "--as", client, ...trust]]),
    ...["windows", "apple", "android", "mozilla", "openjdk", "oracle"].map((platform) => [chain, "--trust", `system:${platform}`, ...at]),
    captures, ["tests/page/no-common-suite.toml", "--as", "finesse-11", ...at],
    // What is wrong is said alike.
    ["samples/nothing.pcap"], ["samples/README.md"], [chain, "--as", "netscape-4"], [chain, "--trust", "samples/nothing.pem"],
    [chain, "--at", "tomorrow"], [chain, "--product", "nothing"], ["samples"],
  ];
}

function of_cases() {
  return readdirSync(join(root, "tests/cases"), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => {
    const folder = `tests/cases/${name}`;
    const said = readFileSync(join(root, folder, "case.toml"), "utf8");
    const told = (key) => { const found = new RegExp(`^${key} = (.*)$`, "m").exec(said); return found ? JSON.parse(found[1]) : undefined; };
    const input = existsSync(join(root, folder, "input.txt")) ? "input.txt" : "input.pcap";
    return ["--all", ...(told("arguments") ?? []), told("input") ?? `${folder}/${input}`];
  });
}

// The native program asks the servers of a layout; inside the page nobody is asked (inside_test.mjs).
function of_seeds() {
  return [...files_of(["tests/fuzz/corpus"]).keys()].filter((path) => !path.includes("/layout/")).map((path) => [path, ...at]);
}

const native = promisify(execFile);
async function expected(args) {
  const ran = native(program, ["--json", ...args], { cwd: root, encoding: "utf8", maxBuffer: 1 << 30 });
  ran.child.stdin.end();
  const { stdout, stderr, code = 0 } = await ran.catch((error) => error);
  return { out: stdout, err: stderr.replaceAll(" (tlswhy --help)", ""), code };
}

const inside = await open_inside(wasm);
const files = files_of(["samples", "tests/cases", "tests/fixtures", "tests/fuzz/corpus", "tests/page"]);
const questions = [...of_samples(), ...of_cases(), ...of_seeds()].filter((args) => !only || args.join(" ").includes(only));
const failures = [];
let pages = 0, next = 0, inside_ms = 0;

async function compare() {
  while (next < questions.length) {
    const args = questions[next++];
    const wanted = await expected(args);
    const before = performance.now();
    const got = inside(args, files);
    inside_ms += performance.now() - before;
    pages = Math.max(pages, got.pages);
    for (const key of ["code", "err", "out"]) {
      if (got.died === null && got[key] === wanted[key]) continue;
      const from = got[key] === undefined ? 0 : [...String(wanted[key])].findIndex((c, i) => c !== [...String(got[key])][i]);
      failures.push(`${args.join(" ")}: ${got.died ?? key}: native ${JSON.stringify(String(wanted[key]).slice(Math.max(from - 40, 0), from + 80))}, ` +
        `inside ${JSON.stringify(String(got[key]).slice(Math.max(from - 40, 0), from + 80))}`);
      break;
    }
  }
}
await Promise.all([compare(), compare()]);

// A copy with comments has the same bytes as well.
const folder = mkdtempSync(join(tmpdir(), "tlswhy-same-"));
const annotated = only ? [] : ["samples/weak-dh.pcap", "samples/many-failures.pcapng.gz", "samples/healthy.pcap"];
for (const path of annotated) {
  const copy = join(folder, "copy.pcapng");
  rmSync(copy, { force: true });
  await expected(["--annotate", copy, path]);
  const wanted = existsSync(copy) ? readFileSync(copy) : Buffer.alloc(0);
  const got = Buffer.concat(inside(["--annotate", "copy.pcapng", path], files).made.flatMap(({ parts }) => parts));
  if (!got.equals(wanted)) failures.push(`--annotate ${path}: native ${wanted.length} bytes, inside ${got.length}`);
}
rmSync(folder, { recursive: true });

for (const failure of failures.slice(0, 40)) console.log(`FAILED ${failure}`);
console.log(`${questions.length + annotated.length} calls, ${failures.length} differ; ${Math.round(inside_ms)} ms inside, ${pages / 16} MiB of memory at most`);
process.exit(failures.length > 0 || questions.length === 0 ? 1 : 0);
