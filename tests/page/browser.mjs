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

// Whether something comes to be as expected within the time, in milliseconds: what a click or a key changes is drawn
// after it, so that a test which reads at once may read what was there before.
export const seen = (locator, { state = "visible", timeout = 20000 } = {}) =>
  locator.waitFor({ state, timeout }).then(() => true, () => false);
