import type { KubernetesObject } from "../../apimachinery/object.ts";
import { type ApiError, expired } from "../../apimachinery/status.ts";
import type { StreamHandle, StreamSink, WatchEvent } from "../../apimachinery/wire.ts";
import { second } from "../../base/units.ts";
import type { Timer } from "../../sim/clock.ts";
import type { Call } from "../core.ts";
import { type Presentation, presentationOf } from "../media/presentation.ts";
import { type Selection, selectionOf } from "../selection.ts";
import type { WatchCache } from "../watch/watch-cache.ts";
import { type ListOptions, listOptions, revisionOf } from "./list-options.ts";

/** Watches that name no timeout end after this long or up to twice as long, so that they spread. */
const leastTimeout = 1800;

const initialEventsEnd = "k8s.io/initial-events-end";

/** Opens a watch: headers at once, then what the client has missed, then every change. */
export function watch(call: Call, sink: StreamSink, bookmarks: Set<OpenWatch>): StreamHandle {
  const { core, served, exchange } = call;
  const options = listOptions(exchange.query, true);
  const selection = selectionOf(served.resource, exchange.info.namespace, exchange.query);
  const cache = core.hub.cacheFor(served.store.prefix);
  const presentation = presentationOf(exchange.request, served, core.clock);
  sink.opened({ status: 200, headers: { "content-type": presentation.streamType, "cache-control": "no-cache, private" }, body: undefined });
  const open = new OpenWatch(call, sink, presentation);
  open.start(cache, selection, options);
  if (options.bookmarks && !open.closed) {
    bookmarks.add(open);
    open.onClose(() => bookmarks.delete(open));
  }
  return { send: () => {}, close: () => open.close() };
}

/** A watch that a client holds open. */
export class OpenWatch {
  readonly #call: Call;
  readonly #sink: StreamSink;
  readonly #presentation: Presentation;
  readonly #cleanUp: (() => void)[] = [];
  #closed = false;

  constructor(call: Call, sink: StreamSink, presentation: Presentation) {
    this.#call = call;
    this.#sink = sink;
    this.#presentation = presentation;
  }

  get closed(): boolean {
    return this.#closed;
  }

  start(cache: WatchCache, selection: Selection, options: ListOptions): void {
    const { resourceVersion, sendInitialEvents, timeoutSeconds } = options;
    const fromState = sendInitialEvents ?? (resourceVersion === "" || resourceVersion === "0");
    const since = fromState || resourceVersion === "" || resourceVersion === "0" ? this.#call.served.store.revision : revisionOf(resourceVersion);
    if (fromState) this.#sendState(selection, sendInitialEvents === true, since);
    else if (!this.#sendPast(cache, selection, since)) return;
    this.#register(cache, selection, since);
    this.#endAfter(timeoutSeconds);
  }

  onClose(run: () => void): void {
    this.#cleanUp.push(run);
  }

  /** Tells the client how far it is. */
  bookmark(revision: number, annotations?: Readonly<Record<string, string>>): void {
    this.#send([{ type: "BOOKMARK", object: bookmarkObject(this.#call, revision, annotations) }]);
  }

  /** The client hangs up. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const run of this.#cleanUp) run();
  }

  /** The server ends the watch. */
  end(error?: Error): void {
    if (this.#closed) return;
    this.close();
    this.#sink.closed(error);
  }

  #send(events: readonly WatchEvent[]): void {
    if (!this.#closed && events.length > 0) this.#sink.chunk(this.#presentation.events(events));
  }

  /** What is there now comes as if it had just been added. */
  #sendState(selection: Selection, marked: boolean, revision: number): void {
    const { served } = this.#call;
    const events: WatchEvent[] = [];
    served.store.visit(selection.namespace, (object) => {
      if (selection.matches(object)) events.push(Object.freeze({ type: "ADDED", object }));
    });
    this.#send(events);
    if (marked) this.bookmark(revision, { [initialEventsEnd]: "true" });
  }

  /** Sends what has happened since a revision; false when that is forgotten, and the watch has ended. */
  #sendPast(cache: WatchCache, selection: Selection, since: number): boolean {
    const past = cache.eventsAfter(since);
    if (past === undefined) {
      this.#refuse(expired(`too old resource version: ${since} (${cache.oldest})`));
      return false;
    }
    const stored = overStored(this.#call, selection);
    this.#send(past.flatMap((event) => this.#shown(event.seenBy(stored)) ?? []));
    return true;
  }

  #register(cache: WatchCache, selection: Selection, since: number): void {
    const converts = this.#call.served.resource.storedAs !== undefined;
    this.#cleanUp.push(
      cache.add({
        selection: overStored(this.#call, selection),
        since,
        events: (batch) => this.#send(converts ? batch.map((event) => this.#shown(event)!) : batch),
        closed: () => this.end(),
      }),
    );
  }

  #shown(event: WatchEvent | undefined): WatchEvent | undefined {
    const { served } = this.#call;
    if (event === undefined || served.resource.storedAs === undefined) return event;
    return { type: event.type, object: served.store.shown(event.object) };
  }

  /** Upstream, too, tells of a version that is too old inside of a watch that has begun well. */
  #refuse({ status }: ApiError): void {
    this.#sink.chunk([{ type: "ERROR", object: status as unknown as KubernetesObject }]);
    this.end();
  }

  #endAfter(timeoutSeconds: number | undefined): void {
    const { core: { clock, random }, exchange: { info, user } } = this.#call;
    // A stream for each watch: a bystander's watch must not change when the others end.
    const chance = () => random.fork(`watch/${clock.now()}/${user.username}/${info.path}`).next();
    const seconds = timeoutSeconds === undefined || timeoutSeconds === 0 ? leastTimeout * (1 + chance()) : timeoutSeconds;
    const timer: Timer = clock.after(seconds * second, () => this.end(), "background");
    this.#cleanUp.push(() => timer.cancel());
  }
}

/** The cache holds what is stored; a resource that is stored as another version is selected by what it shows. */
function overStored({ served }: Call, selection: Selection): Selection {
  if (served.resource.storedAs === undefined) return selection;
  return { ...selection, matches: (stored) => selection.matches(served.store.shown(stored)) };
}

function bookmarkObject({ served }: Call, revision: number, annotations: Readonly<Record<string, string>> | undefined): KubernetesObject {
  const metadata = { resourceVersion: String(revision), ...(annotations !== undefined && { annotations }) };
  return Object.freeze({ kind: served.resource.kind, apiVersion: served.apiVersion, metadata: Object.freeze(metadata) }) as unknown as KubernetesObject;
}
