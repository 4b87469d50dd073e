/**
 * A worker that also starts in a frame with `sandbox="allow-scripts"`. Such a frame has no origin, so it may not start a
 * worker from a URL; a tiny worker of its own that imports the script may run, if the host sends CORS headers. (Chromium
 * starts no module worker from a blob there, but does from a data URL.)
 */
export class OpenWorker {
  readonly worker: Worker;

  constructor(url: URL | string, options: WorkerOptions = { type: "module" }) {
    const href = new URL(url, globalThis.location.href).href;
    const script = `data:text/javascript,${encodeURIComponent(`import ${JSON.stringify(href)};`)}`;
    this.worker = new globalThis.Worker(globalThis.origin === "null" ? script : href, options);
  }
}
