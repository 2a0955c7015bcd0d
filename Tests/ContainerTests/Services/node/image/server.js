// Notes over HTTP: kept in files, packed, hashed by the thread pool, sorted by a child, counted by a worker.
const { createHash, pbkdf2 } = require("crypto");
const { exec, spawn } = require("child_process");
const dns = require("dns");
const fs = require("fs");
const http = require("http");
const net = require("net");
const path = require("path");
const { promisify } = require("util");
const { isMainThread, parentPort, Worker } = require("worker_threads");
const zlib = require("zlib");

const port = 18088;
const data = "/data";

if (!isMainThread) {
  let total = 0;
  for (let n = 0; n < 1000000; n++) total += n;
  parentPort.postMessage(total);
  return;
}

let greeting = "hello";

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

function sorted(input) {
  return new Promise((resolve, reject) => {
    const child = spawn("sort", ["-r"]);
    let text = "";
    child.stdout.on("data", (part) => (text += part));
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(text) : reject(new Error(`sort: ${code}`))));
    child.stdin.end(input);
  });
}

function local(text) {
  return new Promise((resolve, reject) => {
    const place = path.join(data, "socket");
    const server = net.createServer((connection) => connection.pipe(connection));
    server.listen(place, () => {
      const client = net.connect(place);
      client.on("data", (answer) => {
        client.end();
        server.close(() => resolve(answer.toString()));
      });
      client.on("error", reject);
      client.write(text);
    });
  });
}

const answers = {
  "GET /": () => greeting,
  "POST /notes": async (request) => {
    const text = await body(request);
    await fs.promises.appendFile(path.join(data, "notes"), text + "\n");
    return createHash("sha256").update(text).digest("hex").slice(0, 8);
  },
  "GET /notes": () => fs.promises.readFile(path.join(data, "notes")),
  "GET /packed": async () => promisify(zlib.gzip)(await fs.promises.readFile(path.join(data, "notes"))),
  "GET /key": async () => (await promisify(pbkdf2)("word", "salt", 20000, 16, "sha256")).toString("hex"),
  "POST /sorted": async (request) => sorted(await body(request)),
  "GET /shell": async () => (await promisify(exec)("id -u; echo $((6 * 7)) | cat")).stdout,
  "GET /worker": () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(__filename);
      worker.on("message", (total) => resolve(`${total}`));
      worker.on("error", reject);
    }),
  "GET /lookup": async () => (await promisify(dns.lookup)("localhost", { family: 4 })).address,
  "GET /local": () => local("echoed"),
  "GET /rotate": async () => {
    const watcher = fs.watch(data);
    const seen = new Promise((resolve) => watcher.once("change", (event, name) => resolve(name)));
    await fs.promises.rename(path.join(data, "notes"), path.join(data, "notes.1"));
    await fs.promises.chmod(path.join(data, "notes.1"), 0o640);
    await seen;
    watcher.close();
    return (await fs.promises.readdir(data)).join(" ");
  },
};

const server = http.createServer(async (request, response) => {
  const answer = answers[`${request.method} ${request.url}`];
  try {
    response.statusCode = answer ? 200 : 404;
    response.end(answer ? await answer(request) : "no such page");
  } catch (error) {
    response.statusCode = 500;
    response.end(`${error}`);
  }
});
process.on("SIGHUP", () => (greeting = "hello again"));
process.on("SIGTERM", () => server.close(() => process.exit(0)));
server.keepAliveTimeout = 100;
server.listen(port, "127.0.0.1");
