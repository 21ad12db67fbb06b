// A SharedWorker: it holds the one stream of all windows. It ends with the last of them.

import { SharedStream } from "./shared-stream.js";

const LOOK_MS = 5_000;

const stream = new SharedStream((path) => new EventSource(path));

addEventListener("connect", ({ ports: [port] }) => {
  port.onmessage = ({ data }) => stream.receive(port, data);
});
setInterval(() => stream.forgetSilent(), LOOK_MS);
