// What a page must look like, whatever it shows.
import { axe_source } from "./browser.mjs";

export const looks = [["light", 1280], ["light", 360], ["dark", 1280], ["dark", 360]];

export async function axe(page) {
  await page.evaluate(axe_source());
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join(" | ")}`);
}

// Elements that can be used and were not reached by Tab, one after the other, from the top.
export async function not_reached(page) {
  const count = await page.evaluate(() => {
    const usable = "a[href], button, select, input, summary, [tabindex='0']";
    globalThis.usable = [...document.querySelectorAll(usable)].filter((e) => e.checkVisibility());
    document.activeElement?.blur();
    return globalThis.usable.length;
  });
  for (let i = 0; i < count + 3; ++i) {
    await page.keyboard.press("Tab");
    await page.evaluate(() => document.activeElement?.setAttribute("data-reached", ""));
  }
  return page.evaluate(() => globalThis.usable.filter((e) => e.isConnected && e.checkVisibility() && !e.hasAttribute("data-reached"))
    .map((e) => `${e.tagName} ${e.textContent.trim().slice(0, 40)}`));
}

// Serves `pages` (path: HTML) on this machine; `asked` collects what is asked for.
export async function serve(pages) {
  const { createServer } = await import("node:http");
  const asked = [];
  const server = createServer((request, answer) => {
    asked.push(request.url);
    answer.writeHead(200, { "content-type": "text/html" }).end(pages[request.url] ?? "<!doctype html><title>x</title>");
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const close = () => new Promise((closed) => server.close(closed));
  return { base: `http://127.0.0.1:${server.address().port}`, asked, close };
}

// Tries each way out of a page; runs inside it.
export async function try_all_ways_out(from) {
  await fetch(`/fetch-${from}`).catch(() => {});
  await new Promise((done) => { const i = new Image(); i.onload = i.onerror = done; i.src = `/image-${from}`; });
  navigator.sendBeacon(`/beacon-${from}`);
  await new Promise((done) => setTimeout(done, 200));
}
