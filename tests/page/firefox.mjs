// Firefox, driven by its own Marionette protocol: length-prefixed JSON over a socket; no package is needed.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const firefox = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
export const has_firefox = () => existsSync(firefox);

async function free_port() {
  const server = createServer();
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

async function connected(port) {
  for (let tries = 0; ; ++tries) {
    const socket = connect(port, "127.0.0.1");
    const up = await new Promise((done) => { socket.once("connect", () => done(true)); socket.once("error", () => done(false)); });
    if (up) return socket;
    if (tries > 300) throw new Error("Firefox does not listen");
    await new Promise((done) => setTimeout(done, 100));
  }
}

export async function open_firefox() {
  const profile = mkdtempSync(join(tmpdir(), "tlswhy-firefox-"));
  const port = await free_port();
  writeFileSync(join(profile, "user.js"), `user_pref("marionette.port", ${port});\nuser_pref("datareporting.policy.dataSubmissionEnabled", false);\n`);
  const child = spawn(firefox, ["--headless", "--marionette", "--no-remote", "--profile", profile], { stdio: "ignore", env: { ...process.env, HOME: profile } });
  const ended = new Promise((done) => child.once("exit", done));
  const socket = await connected(port);
  const waiting = new Map();
  let text = Buffer.alloc(0), id = 0;
  socket.on("data", (part) => {
    text = Buffer.concat([text, part]);
    for (;;) {
      const colon = text.indexOf(":"), size = Number(text.subarray(0, Math.max(colon, 0)));
      if (colon < 0 || text.length < colon + 1 + size) return;
      const message = JSON.parse(text.subarray(colon + 1, colon + 1 + size));
      text = text.subarray(colon + 1 + size);
      if (!Array.isArray(message)) continue;  // its greeting
      const [, of, error, result] = message;
      const { done, failed } = waiting.get(of);
      waiting.delete(of);
      if (error) failed(new Error(`${error.error}: ${error.message}`));
      else done(result?.value ?? result);
    }
  });
  const command = (name, parameters = {}) => new Promise((done, failed) => {
    waiting.set(++id, { done, failed });
    const message = JSON.stringify([0, id, `WebDriver:${name}`, parameters]);
    socket.write(`${Buffer.byteLength(message)}:${message}`);
  });
  await command("NewSession", {});
  return {
    go: (url) => command("Navigate", { url }),
    // `script` is the body of an async function, whose arguments are `args`.
    run: (script, ...args) => command("ExecuteAsyncScript", { script: `const done = arguments[arguments.length - 1]; (async (...args) => { ${script} })(...arguments).then(done)`, args }),
    async choose(selector, path) {
      const element = await command("FindElement", { using: "css selector", value: selector });
      await command("ElementSendKeys", { id: Object.values(element)[0], text: path });
    },
    async close() {
      child.kill();
      await ended;
      socket.destroy();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}
