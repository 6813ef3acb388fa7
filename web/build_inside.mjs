// build_inside.mjs WASM OUT: the page with the program inside, as one file that forbids every request. The program, the
// page that it saves and the licences of its libraries are gzip in base64; the policy names the scripts by their hashes.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import config from "./vite.config.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const [, , wasm, out] = process.argv;

// {script, style} of what `entry` is bundled to.
async function bundle(entry) {
  const built = await build({
    configFile: false, root: here, logLevel: "warn", esbuild: config.esbuild,
    build: { ...config.build, write: false, emptyOutDir: false, lib: { ...config.build.lib, entry: join(here, entry) } },
  });
  const files = built.flatMap(({ output }) => output);
  const script = files.find((file) => file.type === "chunk").code.trim();
  if (/<\/script|<!--/i.test(script)) throw new Error("the script would end inside itself");
  return { script, style: files.find((file) => file.fileName.endsWith(".css"))?.source.trim() ?? "" };
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const packed = (bytes) => gzipSync(bytes, { level: 9 }).toString("base64");
// The same form, smaller and slower to make: most of the page is the program.
const packed_program = (path) => execFileSync("zopfli", ["--i5", "-c", path], { maxBuffer: 1 << 30 }).toString("base64");

function licences() {
  const folder = join(here, "../build/wasm-libraries/share");
  const built = readdirSync(folder).filter((name) => name.endsWith(".copyright")).sort().map((name) => [name.replace(".copyright", ""), join(folder, name)]);
  const installed = ["libtomlplusplus-dev", "libc++-19-dev-wasm32", "wasi-libc"].map((name) => [name, `/usr/share/doc/${name}/copyright`]);
  return [...built, ...installed].map(([name, path]) => `==== ${name}\n\n${readFileSync(path, "utf8").trim()}\n`).join("\n");
}

const page = await bundle("src/inside/main.tsx");
const worker = await bundle("src/inside/worker.ts");
const policy = `default-src 'none'; script-src ${hash(page.script)} 'wasm-unsafe-eval'; worker-src blob:; style-src ${hash(page.style)}; ` +
  "connect-src 'none'; base-uri 'none'; form-action 'none'";
const parts = {
  POLICY: policy, STYLE: page.style, SCRIPT: page.script, WORKER: worker.script, PROGRAM: packed_program(wasm),
  REPORT: packed(readFileSync(join(here, "built/report.html"))), LICENCES: packed(licences()),
};
const html = readFileSync(join(here, "inside.html"), "utf8").replace(/@([A-Z]+)@/g, (_all, name) => parts[name]);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, html);
console.log(`${out}: ${Buffer.byteLength(html)} bytes`);
