// Results as files: the page that --html writes, and the JSON.
import type { Document } from "../contract";
import { unpacked } from "./program";

function save(name: string, type: string, ...parts: BlobPart[]) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

export const save_json = (name: string, of: Document) => save(`${name}.json`, "application/json", `${JSON.stringify(of)}\n`);
export const save_bytes = (name: string, parts: Uint8Array[]) => save(name, "application/octet-stream", ...(parts as BlobPart[]));

export async function save_page(name: string, documents: Document[], language: string) {
  const data = JSON.stringify({ language, shared: [], documents }).replaceAll("<", "\\u003c");
  const page = await unpacked("report");
  save(`${name}.html`, "text/html", page.replace("@DATA@", () => data));
}
