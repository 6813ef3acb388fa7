// firefox_test.mjs PAGE: the page with the program inside in Firefox, opened from the disk: a capture is chosen, a chain
// is dropped, the verdict is read; no request, with a control. Exits 77 (skipped) where the page was not built or
// Firefox is missing (Debian's firefox-esr).
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { skip } from "./browser.mjs";
import { has_firefox, open_firefox } from "./firefox.mjs";
import { serve, try_all_ways_out } from "./looks.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const file = process.argv[2];
if (!existsSync(file)) skip("the page is not built (scripts/build-page)");
if (!has_firefox()) skip("not installed: firefox-esr (scripts/install-packages firefox)");
const failures = [];
let checks = 0;

function check(holds, what) {
  ++checks;
  if (!holds) failures.push(what);
}

// Waits for what `condition`, a script, gives, for 20 seconds at most.
const wait = (browser, condition, ...args) => browser.run(`
  for (let i = 0; i < 200; ++i) {
    const found = await (async (...args) => { ${condition} })(...args);
    if (found) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  return null;`, ...args);
const ready = (browser) => wait(browser, 'return performance.getEntriesByName("ready")[0]?.startTime;');
const said = (browser, selector, text) => wait(browser, "return [...document.querySelectorAll(args[0])].some((e) => e.textContent.includes(args[1]));", selector, text);

const browser = await open_firefox();
try {
  await browser.go(pathToFileURL(file).href);
  console.log(`ready ${Math.round(await ready(browser) ?? -1)} ms after it began to load`);
  await browser.choose("#files", join(root, "samples/weak-dh.pcap"));
  check(await said(browser, "#verdict-title", "512 bits is too small"), "a capture has no verdict");
  await browser.run(`
    const transfer = new DataTransfer();
    transfer.items.add(new File([args[0]], "server.pem"));
    document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true }));`,
    readFileSync(join(root, "samples/pss-chain/server.pem"), "utf8"));
  check(await said(browser, ".results button", "server.pem: "), "a chain that is dropped has no result");
  check(await browser.run('return document.querySelectorAll("[role=alert]").length;') === 0, "something is complained of");

  const { base, asked, close } = await serve({ "/page": readFileSync(file) });
  for (const from of ["plain", "page"]) {
    await browser.go(`${base}/${from}`);
    if (from === "page") await ready(browser);
    await browser.run(`return (${try_all_ways_out})(args[0]);`, from);
  }
  check(["/fetch-plain", "/image-plain"].every((url) => asked.includes(url)), `control: a plain page asks nothing: ${asked}`);
  check(!asked.some((url) => url.endsWith("-page")), `the policy lets requests out: ${asked}`);
  await close();
} finally {
  await browser.close();
}
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${checks} checks, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);
