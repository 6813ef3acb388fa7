// Judges chains as a client of Node.js does: tls.connect() with its own checkServerIdentity().
// Reads lines "FOLDER HOST" from standard input, where FOLDER holds chain.pem, key.pem and roots.pem, and answers each
// with "accepts" or "refuses: message"; "cannot" where Node's own server does not take the chain.
'use strict';
const fs = require('fs');
const tls = require('tls');

function judge(folder, host, answer) {
  const read = (name) => fs.readFileSync(`${folder}/${name}.pem`);
  let server;
  try {
    server = tls.createServer({cert: read('chain'), key: read('key'), ciphers: 'DEFAULT:@SECLEVEL=0'});
  } catch (error) {
    return answer(`cannot: ${error.message}`);
  }
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1', () => {
    const done = (said) => {
      client.destroy();
      server.close();
      answer(said.replace(/\n/g, ' '));
    };
    const client = tls.connect({port: server.address().port, host: '127.0.0.1', ca: read('roots'),
      checkServerIdentity: (_, certificate) => tls.checkServerIdentity(host, certificate)});
    client.once('secureConnect', () => done('accepts'));
    client.once('error', (error) => done(`refuses: ${error.message}`));
  });
}

const waiting = [];
let busy = false;
function next() {
  if (busy || waiting.length === 0) return;
  busy = true;
  const [folder, host] = waiting.shift().split(' ');
  judge(folder, host, (said) => {
    busy = false;
    process.stdout.write(said + '\n');
    next();
  });
}
require('readline').createInterface({input: process.stdin}).on('line', (line) => {
  waiting.push(line);
  next();
});
