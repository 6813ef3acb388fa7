// inside_test.mjs PAGE [--shots FOLDER]: the page with the program inside (scripts/build-page) in headless Chromium,
// opened from the disk: a capture, a chain, a log and more are dropped or chosen, and the verdict is read; what is known
// beside them; three languages; no request, with a control; a file on which the program traps harms no other; below
// 3 MB; how soon it is ready is printed. Exits 77 (skipped) where the page was not built, or without Chromium.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync, closeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { open_browser, seen, skip } from "./browser.mjs";
import { axe, looks, not_reached, serve, try_all_ways_out } from "./looks.mjs";
import { unreadable_texts } from "./measure.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const file = process.argv[2];
const shots = process.argv[3] === "--shots" ? process.argv[4] : undefined;
if (!existsSync(file)) skip("the page is not built (scripts/build-page)");
const work = mkdtempSync(join(tmpdir(), "tlswhy-inside-"));
const failures = [];
let checks = 0;

function check(holds, what) {
  ++checks;
  if (!holds) failures.push(what);
}

const ready = (page) => page.waitForFunction(() => performance.getEntriesByName("ready").length > 0, null, { timeout: 30000 });

async function open(browser, path, { scheme = "light", width = 1280, locale = "en-US" } = {}) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, locale, acceptDownloads: true });
  const page = await context.newPage();
  const noise = [];
  const url = pathToFileURL(path).href;
  page.on("console", (message) => { if (message.type() === "error" || message.type() === "warning") noise.push(message.text()); });
  page.on("pageerror", (error) => noise.push(String(error)));
  page.on("request", (request) => { if (!request.url().startsWith(url) && !request.url().startsWith("blob:")) noise.push(`request: ${request.url()}`); });
  await page.goto(url);
  await ready(page);
  return { page, noise, close: () => context.close() };
}

const choose = (page, ...names) => page.setInputFiles("#files", names.map((name) => join(root, name)));

async function drop(page, ...names) {
  const given = names.map((name) => [name.replace(/.*\//, ""), readFileSync(join(root, name)).toString("base64")]);
  const transfer = await page.evaluateHandle((files) => {
    const out = new DataTransfer();
    for (const [name, bytes] of files) out.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
    return out;
  }, given);
  await page.dispatchEvent(".drop", "drop", { dataTransfer: transfer });
}

const verdict = (page, text) => seen(page.locator("#verdict-title").filter({ hasText: text }));
const result = (page, text) => seen(page.getByRole("button", { name: text }));

const log = "tests/cases/text-alert-at-server/input.txt";
const joined = ["samples/tls13-hidden-refusal.pcap", log];
async function reads_what_is_given(browser) {
  const { page, noise, close } = await open(browser, file);
  await drop(page, "samples/weak-dh.pcap");
  check(await verdict(page, "512 bits is too small"), "a capture that is dropped has no verdict");
  await drop(page, "samples/pss-chain/server.pem", "samples/pss-chain/trust.pem");
  check(await result(page, /^server\.pem: \d+ clients/), "a chain has no result");
  check(await page.getByLabel("What trust.pem is").inputValue() === "trust", "trust.pem is not taken for a trust store");
  await page.getByText("What else is known").click();
  await page.getByRole("combobox", { name: "Client", exact: true }).selectOption("finesse-11");
  await page.getByLabel("Time of the connection").fill("2027-01-01");
  await page.getByLabel("Time of the connection").press("Enter");
  await page.getByRole("button", { name: /^server\.pem: / }).click();
  check(await result(page, /^server\.pem: one client/), "the client that is chosen is not judged alone");
  check(await verdict(page, "RSASSA-PSS"), "a chain has no verdict");
  await page.locator("select").first().selectOption("ko");
  check(await verdict(page, "RSASSA-PSS로 서명"), "the verdict does not change its language");
  check(noise.length === 0, `what is given: ${noise.join("; ")}`);
  await close();
}

// A store that nobody has as a file, and one product's steps: both by their names.
async function takes_a_platform_and_a_product(browser) {
  const { page, close } = await open(browser, file);
  await choose(page, "samples/weak-dh.pcap");
  await verdict(page, "512 bits is too small");
  await page.getByText("What else is known").click();
  const products = page.locator(".remedy").first().locator("details.product");
  check(await products.count() > 3, `control: steps for ${await products.count()} products`);
  await page.getByRole("combobox", { name: "Steps for one product alone" }).selectOption("haproxy");
  check(await seen(products.nth(1), { state: "detached" }) && (await products.first().innerText()).includes("HAProxy"), "the steps are not those for one product");
  const roots = page.getByRole("combobox", { name: "Roots that its platform ships" });
  await roots.selectOption({ label: await roots.locator("option", { hasText: /^Windows, / }).last().innerText() });
  check(await seen(page.getByRole("region", { name: "Notes" }).filter({ hasText: /system:windows@\d{4}-\d\d-\d\d/ })), "the roots of a platform are not taken as the store");
  check(await page.getByRole("alert").count() === 0, "a platform or a product is complained of");
  await close();
}

async function reads_a_log(browser) {
  const { page, close } = await open(browser, file);
  await choose(page, log, "LICENSE", "samples/many-failures.pcapng.gz");
  check(await result(page, /^input\.txt: /), "a log has no result");
  check(await result(page, /^many-failures\.pcapng\.gz: TLS connections: /), "a capture behind others has no result");
  check(await page.locator("#verdict-title").count() === 1, "a log has no verdict");
  await page.getByRole("button", { name: "Remove input.txt" }).click();
  check(await seen(page.getByRole("button", { name: /^input\.txt/ }), { state: "detached" }), "a file cannot be removed");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the report as a page" }).click();
  await (await saved).saveAs(join(work, "saved.html"));
  await close();
  const report = await browser.newPage();
  await report.goto(pathToFileURL(join(work, "saved.html")).href);
  check(await report.getByRole("heading", { level: 1 }).textContent() !== "", "a saved page shows nothing");
  check(await report.locator("#verdict-title").count() === 1, "a saved page has no verdict");
  await report.close();
}

// Its servers are not asked, and that is what is said of its gadgets.
async function reads_a_layout(browser) {
  const { page, close } = await open(browser, file);
  await choose(page, "samples/finesse-layout.xml");
  check(await result(page, /^finesse-layout\.xml/), "a layout has no result");
  const gadgets = page.getByRole("region", { name: "Gadgets of the desktop" }).getByRole("listitem");
  check(await gadgets.count() > 3, `a layout shows ${await gadgets.count()} gadgets`);
  check(await gadgets.filter({ hasText: "undecided" }).filter({ hasText: "https://" }).count() > 0, "a gadget of a server is decided without asking it");
  check(await page.getByRole("alert").count() === 0, "a layout is complained of");
  await close();
}

// A copy with comments, names hidden, and files that are explained together.
async function does_more_with_them(browser) {
  const { page, noise, close } = await open(browser, file);
  await choose(page, "samples/weak-dh.pcap");
  await verdict(page, "512 bits is too small");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save the annotated capture" }).click();
  const copy = await saved;
  check(copy.suggestedFilename() === "weak-dh.pcap.annotated.pcapng", `the copy is called ${copy.suggestedFilename()}`);
  await copy.saveAs(join(work, "copy.pcapng"));
  check(readFileSync(join(work, "copy.pcapng"), "latin1").includes("512 bits is too small"), "the copy has no comments");
  const shown = () => page.locator("main").innerText();
  check((await shown()).includes("10.10.30.8"), "control: the address is not shown");
  await page.getByText("What else is known").click();
  await page.getByLabel("Hide names and addresses").check();
  const hidden = () => page.waitForFunction(() => !document.querySelector("main").innerText.includes("10.10.30.8"), null, { timeout: 20000 });
  check(await hidden().then(() => true, () => false), "names and addresses are not hidden");
  await page.getByLabel("Hide names and addresses").uncheck();
  await page.getByRole("button", { name: "Remove weak-dh.pcap" }).click();
  await choose(page, "samples/healthy.pcap");
  await page.getByRole("button", { name: "Save the annotated capture" }).click();
  check(await seen(page.getByText("healthy.pcap: no connection failed")), "nothing to annotate is not said");
  await page.getByRole("button", { name: "Remove healthy.pcap" }).click();
  await choose(page, ...joined);
  await page.getByLabel("These files tell of the same connections").check();
  check(await result(page, /^\S+, \S+: /), "files that are explained together have no result of their own");
  check(noise.length === 0, `more with what is given: ${noise.join("; ")}`);
  await close();
}

async function looks_right(browser) {
  for (const [scheme, width] of looks) {
    for (const locale of scheme === "light" ? ["en-US", "ko-KR", "zh-TW"] : ["en-US"]) {
      const { page, noise, close } = await open(browser, file, { scheme, width, locale });
      const where = `${scheme}, ${width} px, ${locale}`;
      const measure = async (what) => { for (const text of await page.evaluate(unreadable_texts)) check(false, `${where}, ${what}: ${text}`); };
      await measure("empty");
      if (shots) await page.screenshot({ path: join(shots, `inside-empty-${scheme}-${width}-${locale}.png`), fullPage: true });
      await choose(page, "samples/weak-dh.pcap", "samples/pss-chain/trust.pem", "LICENSE");
      await page.locator("#verdict-title").waitFor();
      await page.locator("summary").first().click();
      await page.waitForTimeout(300);
      await measure("filled");
      for (const violation of await axe(page)) check(false, `${where}: axe: ${violation}`);
      if (scheme === "light" && width === 1280) for (const element of await not_reached(page)) check(false, `${where}: Tab does not reach ${element}`);
      if (shots) await page.screenshot({ path: join(shots, `inside-${scheme}-${width}-${locale}.png`), fullPage: true });
      check(noise.length === 0, `${where}: ${noise.join("; ")}`);
      await close();
    }
  }
}

// The page of a server that counts what is asked for, beside a page without a policy as the control; the Worker, too.
async function asks_for_nothing(browser) {
  const { base, asked, close } = await serve({ "/page": readFileSync(file) });
  const context = await browser.newContext();
  const tab = await context.newPage();
  const from_worker = (from) => new Promise((done) => {
    const script = `fetch("${location.origin}/worker-${from}").catch(() => {}).finally(() => postMessage(0))`;
    const worker = new Worker(URL.createObjectURL(new Blob([script])));
    worker.onmessage = worker.onerror = () => done();
    setTimeout(done, 2000);
  });
  for (const from of ["plain", "page"]) {
    await tab.goto(`${base}/${from}`);
    if (from === "page") await ready(tab);
    await tab.evaluate(try_all_ways_out, from);
    await tab.evaluate(from_worker, from);
  }
  const ways = ["fetch", "image", "beacon", "worker"];
  check(ways.every((way) => asked.includes(`/${way}-plain`)), `control: a plain page asks nothing: ${asked}`);
  check(!asked.some((url) => url.endsWith("-page")), `the policy lets requests out: ${asked}`);
  await context.close();
  await close();
}

// Another program in its place: one that traps on some names.
async function survives_a_trap(browser) {
  const wasm = join(work, "trap.wasm");
  try {
    execFileSync("clang-19", ["--target=wasm32-unknown-unknown", "-O1", "-nostdlib", "-Wl,--allow-undefined", "-fuse-ld=lld", "-o", wasm, join(root, "tests/page/trap.c")]);
  } catch {
    console.log("not tried: a program that traps (clang-19 and lld-19 are missing)");
    return;
  }
  const html = readFileSync(file, "utf8");
  const begin = '<script type="text/plain" id="program">', from = html.indexOf(begin) + begin.length;
  const path = join(work, "trap.html");
  writeFileSync(path, html.slice(0, from) + gzipSync(readFileSync(wasm)).toString("base64") + html.slice(html.indexOf("</script>", from)));
  const { page, close } = await open(browser, path);
  for (const name of ["a.pcap", "trap.pcap", "z.pcap"]) writeFileSync(join(work, name), "x");
  await page.setInputFiles("#files", ["a.pcap", "trap.pcap", "z.pcap"].map((name) => join(work, name)));
  check(await seen(page.getByRole("alert").filter({ hasText: /^trap\.pcap: the program ended while it read this file/ }), { timeout: 10000 }), "a trap is not said");
  check(await result(page, "a.pcap: read well") && await result(page, "z.pcap: read well"), "a trap harms other files");
  await page.getByRole("button", { name: "Remove trap.pcap" }).click();
  await page.getByRole("alert").waitFor({ state: "detached", timeout: 10000 });
  await close();
}

// The first packets, followed by packets again: how far it is is said meanwhile.
async function tells_progress(browser) {
  const sample = readFileSync(join(root, "samples/many-failures.pcap"));
  const packets = sample.subarray(24), large = join(work, "large.pcap");
  const out = openSync(large, "w");
  writeSync(out, sample.subarray(0, 24));
  const block = Buffer.concat(Array.from({ length: Math.ceil((8 << 20) / packets.length) }, () => packets));
  for (let i = 0; i < 12; ++i) writeSync(out, block);
  closeSync(out);
  const { page, close } = await open(browser, file);
  await page.evaluate(() => {
    globalThis.told = [];
    new MutationObserver(() => { const said = document.querySelector(".results .hint")?.textContent; if (said && globalThis.told.at(-1) !== said) globalThis.told.push(said); })
      .observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const before = Date.now();
  await page.setInputFiles("#files", large);
  check(await seen(page.getByRole("button", { name: /^large\.pcap: / }), { timeout: 120000 }), "a large capture has no result");
  const told = await page.evaluate(() => globalThis.told);
  console.log(`${Math.round(statSync(large).size / 1e6)} MB of capture: ${Date.now() - before} ms, progress said ${told.length} times`);
  check(told.some((text) => /^Reading large\.pcap: [1-9]\d? %$/.test(text)), `no progress is said: ${told.slice(0, 5)}`);
  await close();
}

async function is_small_and_fast(browser) {
  check(statSync(file).size < 3_000_000, `the page has ${statSync(file).size} bytes`);
  const times = [];
  for (let i = 0; i < 5; ++i) {
    const { page, close } = await open(browser, file);
    times.push(Math.round(await page.evaluate(() => performance.getEntriesByName("ready")[0].startTime)));
    await close();
  }
  console.log(`${statSync(file).size} bytes; ready ${times.join(", ")} ms after it began to load`);
  check(times.every((time) => time > 0), "the page does not mark when it is ready");  // How soon is printed, not asserted: a busy machine is no fault.
}

if (shots) mkdirSync(shots, { recursive: true });
const browser = await open_browser();
try {
  for (const part of [is_small_and_fast, reads_what_is_given, takes_a_platform_and_a_product, reads_a_log, reads_a_layout, does_more_with_them, looks_right, asks_for_nothing, survives_a_trap, tells_progress]) await part(browser);
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
for (const failure of [...new Set(failures)].slice(0, 60)) console.log(`FAILED ${failure}`);
console.log(`${checks} checks, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);
