// page_test.mjs PROGRAM [--shots FOLDER] [--only WORD]: the page of every sample in headless Chromium.
//
// Light and dark, 360 and 1280 px wide: no error on the console, no request, no text cut off or over another one,
// nothing that axe-core objects to, and everything interactive is reached with the Tab key. What broke is found by
// role and name, as a screen reader finds it. Exits 77 (skipped) without npm's packages or Chromium.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { open_browser, seen } from "./browser.mjs";
import { axe, looks, not_reached, serve, try_all_ways_out } from "./looks.mjs";
import { unreadable_texts } from "./measure.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.argv[2];
const option = (name) => { const at = process.argv.indexOf(name); return at < 0 ? undefined : process.argv[at + 1]; };
const shots = option("--shots");
const only = option("--only");
const work = mkdtempSync(join(tmpdir(), "tlswhy-page-"));
const failures = [];
let checks = 0;

function check(holds, what) {
  ++checks;
  if (!holds) failures.push(what);
}

// Where the exit code tells what was found it is no failure of the program.
function tlswhy(...options) {
  try {
    return execFileSync(program, options, { cwd: root, encoding: "utf8", maxBuffer: 1 << 30 });
  } catch (error) {
    if (error.status < 10) throw error;
    return error.stdout;
  }
}

function page_of(name, ...inputs) {
  const file = join(work, `${name}.html`);
  tlswhy("--html", file, ...inputs);
  return file;
}

async function open(browser, file, { scheme = "light", width = 1280, locale = "en-US" } = {}) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, locale, offline: false });
  const page = await context.newPage();
  const noise = [];
  const url = pathToFileURL(file).href;
  page.on("console", (message) => { if (message.type() === "error" || message.type() === "warning") noise.push(message.text()); });
  page.on("pageerror", (error) => noise.push(String(error)));
  page.on("request", (request) => { if (!request.url().startsWith(url)) noise.push(`request: ${request.url()}`); });
  await page.goto(url);
  return { page, noise, close: () => context.close() };
}

async function looks_right(browser, name, file) {
  for (const [scheme, width] of looks) {
    const { page, noise, close } = await open(browser, file, { scheme, width });
    const where = `${name}, ${scheme}, ${width} px`;
    for (const text of await page.evaluate(unreadable_texts)) check(false, `${where}: ${text}`);
    for (const violation of await axe(page)) check(false, `${where}: axe: ${violation}`);
    if (scheme === "light" && width === 1280) {
      for (const element of await not_reached(page)) check(false, `${where}: Tab does not reach ${element}`);
    }
    // All that can be opened is opened, and looked at again.
    await page.evaluate(() => { for (const d of document.querySelectorAll("details:not(.raw)")) d.open = true; });
    for (const text of await page.evaluate(unreadable_texts)) check(false, `${where}, opened: ${text}`);
    if (shots) {
      mkdirSync(shots, { recursive: true });
      await page.evaluate(() => { for (const d of document.querySelectorAll("details")) d.open = d.matches(".remedy:first-child .product:nth-of-type(1)"); scrollTo(0, 0); });
      await page.screenshot({ path: join(shots, `${name}-${scheme}-${width}.png`), fullPage: true });
    }
    check(noise.length === 0, `${where}: ${noise.join("; ")}`);
    ++checks;
    await close();
  }
}

// The other languages of the page's own words, and paper.
async function other_words(browser, name, file) {
  for (const [locale, lang, word] of [["ko-KR", "ko", "판정"], ["zh-TW", "zh-Hant", "判定"]]) {
    for (const width of [360, 1280]) {
      const { page, noise, close } = await open(browser, file, { locale, width });
      check(await page.evaluate(() => document.documentElement.lang) === lang, `${name}: lang is not ${lang}`);
      for (const text of await page.evaluate(unreadable_texts)) check(false, `${name}, ${lang}, ${width} px: ${text}`);
      check(noise.length === 0, `${name}, ${lang}: ${noise.join("; ")}`);
      if (shots) await page.screenshot({ path: join(shots, `${name}-${lang}-${width}.png`), fullPage: true });
      // Switched without loading anything again.
      await page.locator("select").first().selectOption("en");
      check(await seen(page.locator("html[lang='en']")), `${name}: the language cannot be switched`);
      check(word.length > 0, "");
      await close();
    }
  }
  const { page, close } = await open(browser, file);
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  check(pdf.length > 5000, `${name}: cannot be printed`);
  await page.emulateMedia({ media: "print" });
  check(!(await page.locator(".settings").isVisible()), `${name}: buttons are printed`);
  await page.setViewportSize({ width: 688, height: 1000 });  // A4 less its margins, at 96 dpi
  for (const text of await page.evaluate(unreadable_texts)) check(false, `${name}, printed: ${text}`);
  if (shots) writeFileSync(join(shots, `${name}.pdf`), pdf);
  await close();
}

// What broke, as a screen reader finds it.
const broken = [
  ["weak-dh.pcap", "listitem", /^frame 7, server: server_key_exchange\. It broke at this message/],
  ["weak-dh.pcap", "listitem", /^frame 9, client: handshake_failure\. This ended it/],
  ["pss-intermediate.pcap", "listitem", /^certificate at fault \(not proven\): Lab Issuing CA, depth 1/],
  ["expired.pcap", "listitem", /^certificate at fault \(not proven\): server\.test, depth 0/],
  ["missing-intermediate.pcap", "listitem", /^certificate at fault \(not proven\): Lab Issuing CA, was not sent/],
  ["no-common-suite.pcap", "listitem", /^frame \d+, client: client_hello\. It broke at this message/],
  ["tls13-hidden-refusal.pcap", "listitem", /^frame 6, server: server_hello\. Last message in clear/],
  ["plain-http.pcap", "listitem", /^frame 6, server: plain text, 66 bytes\. This ended it/],
];

async function names_what_broke(browser, files) {
  for (const [sample, role, name] of broken) {
    if (!files.has(sample)) continue;
    const { page, close } = await open(browser, files.get(sample));
    check(await page.getByRole(role, { name }).count() === 1, `${sample}: nothing has the role ${role} and the name ${name}`);
    const verdict = await page.getByRole("heading", { level: 2 }).first().textContent();
    check(verdict.length > 20, `${sample}: the first heading is no verdict: ${verdict}`);
    await close();
  }
}

async function matrix_shows_all(browser, file) {
  const { page, close } = await open(browser, file);
  const rows = page.getByRole("row");
  const all = await rows.count();
  check(all > 50, `the matrix has ${all} rows`);
  await page.getByLabel("Search client or reason").fill("java-8u152");
  check(await seen(rows.nth(2), { state: "detached" }) && await rows.count() === 2, "the matrix is not filtered");
  await page.getByRole("button", { name: "java-8u152" }).click();
  check(await seen(page.locator(".which").filter({ hasText: /^java-8u152/ })), "a client of the matrix does not open");
  await close();
}

// Copy buttons work where there is a clipboard, and where the page was opened from a disk.
async function copies(browser, file) {
  const { page, close } = await open(browser, file);
  await page.getByRole("button", { name: "Copy the Wireshark filter" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor({ timeout: 2000 });
  ++checks;
  await close();
}

// One product is chosen for all changes; a change that is made elsewhere keeps the steps it has. What is copied of a step
// is what is to be typed, without what it is for and the remark behind it.
async function shows_one_product(browser, file) {
  const { page, close } = await open(browser, file);
  const changes = page.locator(".remedy");
  await page.getByLabel("Steps for").selectOption({ label: "nginx" });
  check(await seen(changes.first().locator("details.product[open]")), "the steps for a product are not opened");
  check(await changes.first().locator("details.product").count() === 1, "other products stay beside the one that is chosen");
  check(await changes.last().locator("details.product").count() > 1, "a change at the client has no steps");
  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { globalThis.typed = text; } } }));
  for (const [step, typed] of [["Check: openssl", /^openssl s_client (?!.*must show)/], ["systemctl", /^[^()]*$/]]) {
    await changes.first().getByRole("listitem").filter({ hasText: step }).first().getByRole("button").click();
    check(await page.waitForFunction((pattern) => new RegExp(pattern).test(globalThis.typed ?? ""), typed.source, { timeout: 20000 }).then(() => true, () => false),
      `of the step "${step}" this is copied: ${await page.evaluate(() => globalThis.typed)}`);
  }
  await close();
}

// The measure finds what it looks for; the policy stops what another page may do.
async function controls(browser, file) {
  const { page, close } = await open(browser, file);
  await page.evaluate(() => {
    const bad = document.createElement("div");
    bad.innerHTML = "<p class='x1'>one text over another</p><p class='x2'>another text under one</p><p class='x3'>a text that is cut off</p>";
    document.body.prepend(bad);
    const put = (name, style) => Object.assign(bad.querySelector(name).style, style);
    put(".x1", { position: "absolute", top: "0", left: "0" });
    put(".x2", { position: "absolute", top: "4px", left: "0" });
    put(".x3", { width: "40px", overflow: "hidden", whiteSpace: "nowrap" });
  });
  const found = await page.evaluate(unreadable_texts);
  check(found.some((text) => text.startsWith("overlap")), "control: an overlap is not found");
  check(found.some((text) => text.startsWith("cut off")), "control: a text that is cut off is not found");
  await close();

  const { base, asked, close: stop } = await serve({ "/page": readFileSync(file) });
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(`${base}/plain`);
  await tab.evaluate(try_all_ways_out, "plain");
  await tab.goto(`${base}/page`);
  await tab.evaluate(try_all_ways_out, "page");
  check(["/fetch-plain", "/image-plain", "/beacon-plain"].every((url) => asked.includes(url)), `control: a plain page asks nothing: ${asked}`);
  check(!asked.some((url) => url.endsWith("-page")), `the policy lets requests out: ${asked}`);
  await context.close();
  await stop();
}

// The time of 10,000 conversations is told, and not judged: machines differ.
async function many(browser, file) {
  const text = readFileSync(file, "utf8");
  const begin = '<script id="data" type="application/json">';
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf("</script>", from);
  const data = JSON.parse(text.slice(from, to));
  const some = data.documents[0].conversations;
  data.documents[0].conversations = Array.from({ length: 10000 }, (_none, index) => ({ ...some[index % some.length], id: `tcp-${index}` }));
  const large = join(work, "large.html");
  writeFileSync(large, text.slice(0, from) + JSON.stringify(data).replaceAll("<", "\\u003c") + text.slice(to));
  const { page, noise, close } = await open(browser, large);
  await page.getByText("10000 of 10000 shown").waitFor();
  const ready = await page.evaluate(() => Math.round(performance.getEntriesByName("shown")[0]?.startTime ?? -1));
  const size = Math.round(readFileSync(large).length / 1e6);
  console.log(`10,000 conversations (${size} MB): shown ${ready} ms after the page began to load`);
  check(ready > 0, "the page does not mark when it is shown");
  const rows = await page.locator(".row").count();
  check(rows < 100, `${rows} rows are made at once`);
  await page.locator(".row").first().focus();
  await page.keyboard.press("End");
  await page.locator("#row-tcp-9999").waitFor();
  check(true, "");
  await page.getByLabel("Search address").fill("tcp-4711");
  await page.getByText("1 of 10000 shown").waitFor();
  check(noise.length === 0, `10,000 conversations: ${noise.join("; ")}`);
  await close();
}

const browser = await open_browser();
try {
  const files = new Map();
  for (const name of readdirSync(join(root, "samples")).filter((each) => each.endsWith(".pcap"))) {
    files.set(name, page_of(name, "--all", join("samples", name)));
  }
  const trust = ["--trust", "samples/pss-chain/trust.pem", "--at", "2027-01-01"];
  files.set("chain", page_of("chain", "samples/pss-chain/server.pem", ...trust));
  files.set("server", page_of("server", "samples/pss-chain/server.toml", "--as", "finesse-11", "--as", "chrome-130", ...trust));
  files.set("offers", page_of("offers", "tests/page/no-common-suite.toml", "--as", "finesse-11", "--at", "2027-01-01"));
  files.set("log", page_of("log", "--all", "tests/cases/text-alert-at-server/input.txt"));
  files.set("log-two", page_of("log-two", "--all", "tests/cases/text-nginx-upstream/input.txt"));
  files.set("layout", page_of_json("layout", "tests/page/layout.json"));
  for (const name of [...files.keys()]) if (only && !name.includes(only)) files.delete(name);
  for (const [name, file] of files) await looks_right(browser, name, file);
  await names_what_broke(browser, files);
  if (files.has("weak-dh.pcap")) {
    await other_words(browser, "weak-dh.pcap", files.get("weak-dh.pcap"));
    await copies(browser, files.get("weak-dh.pcap"));
    await shows_one_product(browser, files.get("weak-dh.pcap"));
    await controls(browser, files.get("weak-dh.pcap"));
  }
  if (files.has("chain")) {
    await other_words(browser, "chain", files.get("chain"));
    await matrix_shows_all(browser, files.get("chain"));
  }
  if (files.has("many-failures.pcap")) await many(browser, files.get("many-failures.pcap"));
} finally {
  await browser.close();
  rmSync(work, { recursive: true, force: true });
}
for (const failure of [...new Set(failures)].slice(0, 60)) console.log(`FAILED ${failure}`);
console.log(`${checks} checks, ${failures.length} failed`);
process.exit(failures.length > 0 ? 1 : 0);

// A document that cannot be had without servers: put into the page of another one.
function page_of_json(name, path) {
  const file = page_of(name, "samples/healthy.pcap");
  const text = readFileSync(file, "utf8");
  const begin = text.indexOf('{"language"');
  const data = { language: "en", shared: [], documents: [JSON.parse(readFileSync(join(root, path), "utf8"))] };
  writeFileSync(file, text.slice(0, begin) + JSON.stringify(data).replaceAll("<", "\\u003c") + text.slice(text.indexOf("</script>", begin)));
  return file;
}
