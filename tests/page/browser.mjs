// Debian's Chromium, driven by playwright-core from web/node_modules; nothing is downloaded.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const chromium_path = process.env.CHROMIUM ?? "/usr/bin/chromium";

export const skipped = 77;

export function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(skipped);
}

export async function open_browser() {
  let playwright;
  try {
    playwright = require("playwright-core");
  } catch {
    skip("web/node_modules is not there (scripts/check-page fetches it)");
  }
  if (!existsSync(chromium_path)) skip("chromium is not there (scripts/install-packages page)");
  return playwright.chromium.launch({ executablePath: chromium_path, args: ["--no-sandbox"] });
}

export const axe_source = () => require("axe-core").source;
