// Node as client, many cells in one process. Lines in: id, word, key=value ... by tabs; out: id, word, text.
const https = require('https'), fs = require('fs'), net = require('net'), readline = require('readline');
const say = (id, word, text) => console.log([id, word, String(text).replace(/[\t\r\n]+/g, ' ')].join('\t'));
const here = (name, o, done) => o.all ? done(null, [{address: '127.0.0.1', family: 4}]) : done(null, '127.0.0.1', 4);

function get(id, o) {
  const options = {host: o.host, port: +o.port, path: '/', agent: false, ca: fs.readFileSync(o.trust), lookup: here,
                   timeout: +o.patience};
  if (!net.isIP(o.host)) options.servername = o.host;
  if (o.identity) {
    options.cert = fs.readFileSync(o.identity + '/server.pem');
    options.key = fs.readFileSync(o.identity + '/key.pem');
  }
  for (const key of ['minVersion', 'maxVersion', 'ciphers', 'ecdhCurve', 'sigalgs']) if (o[key]) options[key] = o[key];
  const request = https.get(options, answer => {
    answer.resume();
    answer.on('end', () => say(id, 'OK', 'HTTP ' + answer.statusCode));
    answer.on('error', e => say(id, 'FAIL', `${e.code} ${e.message}`));
  });
  request.on('error', e => say(id, 'FAIL', `${e.code} ${e.message}`));
  request.on('timeout', () => request.destroy(Object.assign(new Error('no answer in time'), {code: 'TIMEOUT'})));
}

// A distribution's build links the system's OpenSSL and keeps its security level.
say('0', 'READY', process.version + (process.config.variables.node_shared_openssl ? ' shared' : ''));
readline.createInterface({input: process.stdin}).on('line', line => {
  const [id, , ...pairs] = line.split('\t');
  try {
    get(id, Object.fromEntries(pairs.map(p => [p.slice(0, p.indexOf('=')), p.slice(p.indexOf('=') + 1)])));
  } catch (e) { say(id, 'FAIL', `${e.code} ${e.message}`); }
}).on('close', () => process.exit(0));
