// The program in its Worker, asked one question after the other.
import type { Answer, Question, Ready } from "./protocol";
import type { Outcome } from "./wasi";

// What a data block of this page holds: gzip in base64.
function packed(id: string): ArrayBuffer {
  const letters = atob(document.getElementById(id)?.textContent?.trim() ?? "");
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; ++i) bytes[i] = letters.charCodeAt(i);
  return bytes.buffer;
}

export function unpacked(id: string): Promise<string> {
  return new Response(new Blob([packed(id)]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

export class Program {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { done: (outcome: Outcome) => void; progress: (part: number) => void }>();
  private last = 0;
  readonly ready: Promise<void>;

  constructor() {
    const script = document.getElementById("worker")?.textContent ?? "";
    this.worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    this.ready = new Promise((ready, failed) => {
      this.worker.onerror = (event) => failed(new Error(event.message));
      this.worker.onmessage = ({ data }: MessageEvent<Ready | Answer>) => {
        if (!("ready" in data)) this.take(data);
        else if (data.ready) ready();
        else failed(new Error(data.why));
      };
    });
    const bytes = packed("program");
    this.worker.postMessage({ packed: bytes }, [bytes]);
  }

  async ask(args: string[], files: [string, File][], progress: (part: number) => void = () => {}): Promise<Outcome> {
    await this.ready;
    const id = ++this.last;
    return new Promise((done) => {
      this.waiting.set(id, { done, progress });
      this.worker.postMessage({ id, args, files } satisfies Question);
    });
  }

  private take({ id, progress, outcome }: Answer) {
    const asked = this.waiting.get(id);
    if (progress !== undefined) asked?.progress(progress);
    if (!outcome) return;
    this.waiting.delete(id);
    asked?.done(outcome);
  }
}
