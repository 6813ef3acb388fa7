// One script and one style sheet are built and put into one file, which forbids every request: the policy names
// the script and the style by their hashes.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

function oneFile() {
  return {
    name: "one-file",
    enforce: "post",
    generateBundle(_options, bundle) {
      const files = Object.values(bundle);
      const script = files.find((file) => file.type === "chunk").code.trim();
      const style = files.find((file) => file.fileName.endsWith(".css")).source.trim();
      if (/<\/script|<!--/i.test(script)) throw new Error("the script would end inside itself");
      const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; ` +
        "connect-src 'none'; base-uri 'none'; form-action 'none'";
      const parts = { POLICY: policy, STYLE: style, SCRIPT: script };
      const source = readFileSync(new URL("index.html", import.meta.url), "utf8")
        .replace(/@(POLICY|STYLE|SCRIPT)@/g, (_all, name) => parts[name]);
      for (const file of files) delete bundle[file.fileName];
      this.emitFile({ type: "asset", fileName: "report.html", source });
    },
  };
}

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact", legalComments: "none" },
  build: {
    outDir: "built",
    target: ["chrome100", "firefox100", "safari15"],
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    lib: { entry: "src/main.tsx", formats: ["iife"], name: "tlswhy", fileName: () => "page.js" },
  },
  plugins: [oneFile()],
});
