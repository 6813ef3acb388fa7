// The Worker of the page: unpacks the program, answers one question after the other, reads files piece by piece.
import { type Files, type Source, run } from "./wasi";
import type { Answer, Question, Ready } from "./protocol";

const piece = 4 << 20;
const between = 100;  // milliseconds between two words about progress

declare const self: { postMessage(message: unknown): void; onmessage: ((event: MessageEvent) => void) | null };
declare class FileReaderSync { readAsArrayBuffer(blob: Blob): ArrayBuffer }

class Dropped implements Source {
  private start = 0;
  private held = new Uint8Array(0);
  private readonly reader = new FileReaderSync();
  constructor(private readonly file: File) {}
  get size() { return this.file.size; }
  read(from: number, count: number) {
    if (from < this.start || from >= this.start + this.held.length) {
      this.start = from;
      this.held = new Uint8Array(this.reader.readAsArrayBuffer(this.file.slice(from, from + piece)));
    }
    return this.held.subarray(from - this.start, from - this.start + count);
  }
}

let module: WebAssembly.Module;

async function unpack(packed: ArrayBuffer) {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  module = await WebAssembly.compile(await new Response(stream).arrayBuffer());
  const ready: Ready = { ready: true };
  self.postMessage(ready);
}

function answer({ id, args, files }: Question) {
  const given: Files = new Map(files.map(([name, file]) => [name, new Dropped(file)]));
  let told = performance.now();
  const told_of = (name: string, to: number) => {
    if (performance.now() - told < between) return;
    told = performance.now();
    self.postMessage({ id, progress: to / Math.max(given.get(name)?.size ?? 1, 1) } satisfies Answer);
  };
  try {
    self.postMessage({ id, outcome: run(module, args, given, told_of) } satisfies Answer);
  } catch (thrown) {  // a file that is gone, memory that there is no more of
    self.postMessage({ id, outcome: { code: 3, died: String(thrown), out: "", err: "", pages: 0, made: [] } } satisfies Answer);
  }
}

self.onmessage = ({ data }: MessageEvent<Question | { packed: ArrayBuffer }>) => {
  if ("packed" in data) unpack(data.packed).catch((thrown) => self.postMessage({ ready: false, why: String(thrown) } satisfies Ready));
  else answer(data);
};
