// make_icon.mjs: writes tlswhy.ico, beside this file, from tlswhy.svg in four sizes, by Chromium; to be run when the
// drawing changes. An icon holds one PNG for each size.
import { readFileSync, writeFileSync } from "node:fs";
import { open_browser } from "../../tests/page/browser.mjs";

const here = (name) => new URL(name, import.meta.url);
const drawing = readFileSync(here("tlswhy.svg"), "utf8");
const browser = await open_browser();
const images = [];
for (const size of [16, 32, 48, 256]) {
  const page = await browser.newPage({ viewport: { width: 512, height: 512 } });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${drawing}`);
  images.push([size, await page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } })]);
}
await browser.close();

const head = Buffer.alloc(6 + 16 * images.length);
head.writeUInt16LE(1, 2);  // an icon
head.writeUInt16LE(images.length, 4);
let at = head.length;
images.forEach(([size, png], index) => {
  const entry = 6 + 16 * index;
  head.writeUInt8(size % 256, entry);  // 0 stands for 256
  head.writeUInt8(size % 256, entry + 1);
  head.writeUInt16LE(1, entry + 4);  // planes
  head.writeUInt16LE(32, entry + 6);  // bits of a pixel
  head.writeUInt32LE(png.length, entry + 8);
  head.writeUInt32LE(at, entry + 12);
  at += png.length;
});
writeFileSync(here("tlswhy.ico"), Buffer.concat([head, ...images.map(([, png]) => png)]));
