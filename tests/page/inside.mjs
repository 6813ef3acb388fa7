// The program inside the page, run by Node.js over files of this project: with the page's own system calls
// (web/src/inside/wasi.ts), from which only the types are taken away.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { skip } from "./browser.mjs";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const require = createRequire(new URL("../../web/package.json", import.meta.url));

async function page_system() {
  let typescript;
  try {
    typescript = require("typescript");
  } catch {
    skip("web/node_modules is not there (scripts/web-packages fetches it)");
  }
  const source = readFileSync(join(root, "web/src/inside/wasi.ts"), "utf8");
  const options = { compilerOptions: { module: "ESNext", target: "ES2021" } };
  const script = typescript.transpileModule(source, options).outputText;
  return import(`data:text/javascript;base64,${Buffer.from(script).toString("base64")}`);
}

class OnDisk {
  constructor(path) { this.path = path; this.size = statSync(path).size; }
  read(from, count) {
    this.held ??= new Uint8Array(readFileSync(this.path));
    return this.held.subarray(from, from + count);
  }
}

// All files of folders of this project, under their paths in it.
export function files_of(folders) {
  const found = new Map();
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath ?? entry.path, entry.name);
      found.set(path.slice(root.length), new OnDisk(path));
    }
  }
  return found;
}

// (args, files) => what it printed.
export async function open_inside(wasm) {
  const { run } = await page_system();
  const module = await WebAssembly.compile(readFileSync(wasm));
  return (args, files) => run(module, args, files);
}
