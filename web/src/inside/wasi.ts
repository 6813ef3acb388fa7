// The system that the program inside the page sees: WASI preview 1 (https://wasi.dev), as far as the program calls
// it, over files that were given. It has these files, a clock, random numbers and two outputs, and nothing else.

// Something with bytes: a dropped file, or bytes of a test.
export interface Source { readonly size: number; read(from: number, count: number): Uint8Array }
export type Files = Map<string, Source>;

export interface Outcome { code: number; died: string | null; out: string; err: string; pages: number; made: Made[] }
// A file that the program wrote; nobody sees it but who asked.
export interface Made { name: string; parts: Uint8Array[] }

class Exit extends Error {
  constructor(readonly code: number) { super(`exit ${code}`); }
}

const SUCCESS = 0, ACCES = 2, BADF = 8, NOENT = 44, NOSYS = 52, NOTDIR = 54, SPIPE = 70;
const DIRECTORY = 3, REGULAR = 4, UNKNOWN = 0;
const CREATE = 1;  // of path_open
const RIGHTS = 0xffffffffn, SEEK_AND_TELL = 0x24n, WRITE = 0x40n;

interface Open { type: number; name: string; source?: Source; at: number; sink?: Uint8Array[] }

const from_bytes = (parts: Uint8Array[]) => {
  const decoder = new TextDecoder();
  return parts.map((part) => decoder.decode(part, { stream: true })).join("") + decoder.decode();
};

// Runs the program once. `read` is told how far a file was read.
export function run(module: WebAssembly.Module, args: string[], files: Files,
  read: (name: string, to: number) => void = () => {}): Outcome {
  let memory: WebAssembly.Memory;
  const bytes = () => new Uint8Array(memory.buffer);
  const view = () => new DataView(memory.buffer);
  const text = (at: number, length: number) => new TextDecoder().decode(bytes().slice(at, at + length));
  const out: Uint8Array[] = [], err: Uint8Array[] = [];
  const opened = new Map<number, Open>([
    [0, { type: UNKNOWN, name: "", at: 0 }],
    [1, { type: UNKNOWN, name: "", at: 0, sink: out }],
    [2, { type: UNKNOWN, name: "", at: 0, sink: err }],
    [3, { type: DIRECTORY, name: "", at: 0 }],  // the only folder there is: "/"
  ]);
  let next = 4;
  // Every file, and every folder that one lies in: each has a number of its own, by which the program knows it again.
  const inodes = [...new Set(["", ...[...files.keys()].flatMap((name) =>
    name.split("/").map((_, i, parts) => parts.slice(0, i + 1).join("/")))])];
  const find = (path: string): Open | null => {
    const parts: string[] = [];
    for (const part of path.split("/")) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(part);
    }
    const name = parts.join("/");
    const source = files.get(name);
    if (source) return { type: REGULAR, name, source, at: 0 };
    return inodes.includes(name) ? { type: DIRECTORY, name, at: 0 } : null;
  };
  // A file that was given is not written over.
  const made = new Map<string, Uint8Array[]>();
  const make = (name: string): Open | null => {
    if (find(name)) return null;
    const sink: Uint8Array[] = [];
    made.set(name, sink);
    return { type: REGULAR, name, at: 0, sink };
  };
  const write_stat = (of: Open, at: number) => {
    const data = view();
    for (let i = 0; i < 64; i += 8) data.setBigUint64(at + i, 0n, true);
    data.setBigUint64(at, 1n, true);
    data.setBigUint64(at + 8, BigInt(Math.max(inodes.indexOf(of.name), 0) + 1), true);
    data.setUint8(at + 16, of.type);
    data.setBigUint64(at + 24, 1n, true);
    data.setBigUint64(at + 32, BigInt(of.source?.size ?? 0), true);
    return SUCCESS;
  };
  const words = ["tlswhy", ...args].map((word) => new TextEncoder().encode(`${word}\0`));
  // The entries of a folder, each once: files in it, and the folders that they lie in.
  const inside = (folder: string) => {
    const start = folder === "" ? "" : `${folder}/`;
    return [...new Set([...files.keys()].filter((file) => file.startsWith(start)).map((file) => file.slice(start.length).split("/")[0] ?? ""))];
  };

  const calls: Record<string, (...values: never[]) => number> = {
    args_sizes_get(count: number, size: number) {
      view().setUint32(count, words.length, true);
      view().setUint32(size, words.reduce((sum, word) => sum + word.length, 0), true);
      return SUCCESS;
    },
    args_get(places: number, at: number) {
      words.forEach((word, index) => {
        view().setUint32(places + 4 * index, at, true);
        bytes().set(word, at);
        at += word.length;
      });
      return SUCCESS;
    },
    environ_sizes_get(count: number, size: number) {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return SUCCESS;
    },
    environ_get: () => SUCCESS,
    clock_time_get(clock: number, _precision: bigint, at: number) {
      view().setBigUint64(at, BigInt(Math.round((clock === 0 ? Date.now() : performance.now()) * 1e6)), true);
      return SUCCESS;
    },
    random_get(at: number, count: number) {
      for (let i = 0; i < count; i += 65536) crypto.getRandomValues(bytes().subarray(at + i, at + Math.min(count, i + 65536)));
      return SUCCESS;
    },
    proc_exit(code: number) { throw new Exit(code); },
    fd_prestat_get(fd: number, at: number) {
      if (fd !== 3) return BADF;
      view().setUint32(at, 0, true);
      view().setUint32(at + 4, 1, true);
      return SUCCESS;
    },
    fd_prestat_dir_name(_fd: number, at: number) {
      bytes()[at] = 0x2f;
      return SUCCESS;
    },
    fd_fdstat_get(fd: number, at: number) {
      const of = opened.get(fd);
      if (!of) return BADF;
      view().setUint8(at, of.type);
      view().setUint16(at + 2, 0, true);
      view().setBigUint64(at + 8, of.sink ? WRITE : of.type === UNKNOWN ? RIGHTS & ~SEEK_AND_TELL : RIGHTS, true);
      view().setBigUint64(at + 16, RIGHTS, true);
      return SUCCESS;
    },
    fd_fdstat_set_flags: () => SUCCESS,
    fd_filestat_get(fd: number, at: number) {
      const of = opened.get(fd);
      return of ? write_stat(of, at) : BADF;
    },
    path_filestat_get(_folder: number, _flags: number, path: number, length: number, at: number) {
      const of = find(text(path, length));
      return of ? write_stat(of, at) : NOENT;
    },
    path_open(_folder: number, _lookup: number, path: number, length: number, flags: number, _rights: bigint,
      _inheriting: bigint, _fdflags: number, at: number) {
      const name = text(path, length);
      const of = flags & CREATE ? make(name) : find(name);
      if (!of) return flags & CREATE ? ACCES : NOENT;
      if (flags & 2 && of.type !== DIRECTORY) return NOTDIR;
      opened.set(next, of);
      view().setUint32(at, next++, true);
      return SUCCESS;
    },
    fd_close: (fd: number) => (opened.delete(fd) ? SUCCESS : BADF),
    fd_seek(fd: number, offset: bigint, whence: number, at: number) {
      const of = opened.get(fd);
      if (!of) return BADF;
      if (!of.source) return SPIPE;
      of.at = Number(offset) + (whence === 0 ? 0 : whence === 1 ? of.at : of.source.size);
      view().setBigUint64(at, BigInt(of.at), true);
      return SUCCESS;
    },
    fd_read(fd: number, buffers: number, count: number, at: number) {
      const of = opened.get(fd);
      if (!of || of.type === DIRECTORY) return BADF;
      let got = 0;
      for (let i = 0; of.source && i < count; ++i) {
        let place = view().getUint32(buffers + 8 * i, true);
        const end = place + view().getUint32(buffers + 8 * i + 4, true);
        while (place < end && of.at < of.source.size) {
          const part = of.source.read(of.at, Math.min(end - place, of.source.size - of.at));
          if (part.length === 0) break;
          bytes().set(part, place);
          place += part.length;
          of.at += part.length;
          got += part.length;
        }
        if (place < end) break;
      }
      if (got > 0) read(of.name, of.at);
      view().setUint32(at, got, true);
      return SUCCESS;
    },
    fd_write(fd: number, buffers: number, count: number, at: number) {
      const sink = opened.get(fd)?.sink;
      if (!sink) return BADF;
      let total = 0;
      for (let i = 0; i < count; ++i) {
        const place = view().getUint32(buffers + 8 * i, true);
        const length = view().getUint32(buffers + 8 * i + 4, true);
        sink.push(bytes().slice(place, place + length));
        total += length;
      }
      view().setUint32(at, total, true);
      return SUCCESS;
    },
    fd_readdir(fd: number, buffer: number, length: number, cookie: bigint, at: number) {
      const of = opened.get(fd);
      if (of?.type !== DIRECTORY) return BADF;
      const names = inside(of.name);
      let used = 0;
      for (let i = Number(cookie); i < names.length && used < length; ++i) {
        const full = of.name === "" ? names[i] ?? "" : `${of.name}/${names[i]}`;
        const name = new TextEncoder().encode(names[i]);
        const entry = new Uint8Array(24 + name.length), data = new DataView(entry.buffer);
        data.setBigUint64(0, BigInt(i + 1), true);
        data.setBigUint64(8, BigInt(Math.max(inodes.indexOf(full), 0) + 1), true);
        data.setUint32(16, name.length, true);
        data.setUint8(20, files.has(full) ? REGULAR : DIRECTORY);
        entry.set(name, 24);
        const part = entry.subarray(0, length - used);
        bytes().set(part, buffer + used);
        used += part.length;
      }
      view().setUint32(at, used, true);
      return SUCCESS;
    },
  };
  // What is imported and stands above is called; anything else there is not.
  const imports: Record<string, (...values: never[]) => number> = {};
  for (const { name } of WebAssembly.Module.imports(module)) imports[name] = calls[name] ?? (() => NOSYS);

  // A module is instantiated anew for each question: nothing is left over from the one before, however it ended.
  const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: imports });
  memory = instance.exports["memory"] as WebAssembly.Memory;
  let code = 0, died: string | null = null;
  try {
    (instance.exports["_start"] as () => void)();
  } catch (thrown) {
    if (thrown instanceof Exit) code = thrown.code;
    else died = String(thrown);
  }
  return { code, died, out: from_bytes(out), err: from_bytes(err), pages: memory.buffer.byteLength >> 16,
    made: [...made].map(([name, parts]) => ({ name, parts })) };
}
