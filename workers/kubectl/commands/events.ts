import { Events } from "../../api/core/event.ts";
import { intervalText, objectText } from "../../api/core/event-columns.ts";
import type { Event } from "../../api/generated/core/v1.ts";
import type { JsonObject } from "../../apimachinery/json-value.ts";
import { tryParseTime } from "../../apimachinery/timestamp.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../kubectl-error.ts";
import { allNamespacesFlag } from "../found-objects.ts";
import { printFlags } from "../printers/print-flags.ts";
import { printerFor } from "../printers/object-printer.ts";
import { getLayout, TabWriter } from "../printers/tab-writer.ts";

export const eventsCommand: Command = {
  name: "events",
  summary: "List events",
  usage: "events [(-o|--output=)json|yaml|name|go-template|jsonpath] [--for TYPE/NAME] [--watch] [--types=Normal,Warning]",
  examples: `# Events of the namespace, the newest last
kubectl events

# About one pod, and what comes
kubectl events --for pod/web --watch`,
  writes: false,
  flags: [
    ...printFlags,
    allNamespacesFlag,
    { name: "for", type: "string", help: "Only events about this object, as TYPE/NAME." },
    { name: "types", type: "strings", help: "Only events of these types: Normal, Warning." },
    { name: "watch", short: "w", type: "boolean", help: "After listing, go on with new events." },
    { name: "no-headers", type: "boolean", help: "Print no headings." },
    { name: "chunk-size", type: "integer", default: "500", help: "How many objects one answer may hold." },
  ],

  async run(context) {
    const { api, arguments: given, namespace } = context;
    const list = { namespace: given.flag("all-namespaces") ? undefined : namespace, fieldSelector: await fieldSelector(context) };
    const fits = typeFilter(context);
    const { items, metadata } = await api.list<Event>(Events, list);
    const events = items.filter(fits).toSorted((a, b) => timeOf(a) - timeOf(b));
    const show = new EventShow(context);
    if (events.length > 0) show.all(events);
    else if (!given.flag("watch")) context.printError(given.flag("all-namespaces") ? "No events found.\n" : `No events found in ${namespace} namespace.\n`);
    if (given.flag("watch")) {
      await api.watch<Event>(Events, { ...list, resourceVersion: metadata.resourceVersion }, ({ type, object }) => {
        if (type !== "BOOKMARK" && type !== "DELETED" && fits(object)) show.one(object);
      });
    }
    return 0;
  },
};

async function fieldSelector({ api, arguments: given }: CommandContext): Promise<string> {
  const about = given.text("for");
  if (about === "") return "";
  const [type = "", name = "", ...more] = about.split("/");
  if (type === "" || name === "" || more.length > 0) throw new KubectlError("--for must be in resource/name form");
  const { kind } = await api.resourceFor(type);
  return `involvedObject.kind=${kind},involvedObject.name=${name}`;
}

function typeFilter({ arguments: given }: CommandContext): (event: Event) => boolean {
  const types = given.list("types");
  const unknown = types.find((type) => !/^(normal|warning)$/i.test(type));
  if (unknown !== undefined) throw new KubectlError("valid --types are Normal or Warning");
  return ({ type = "" }) => types.length === 0 || types.some((each) => each.toLowerCase() === type.toLowerCase());
}

const timeOf = ({ series, lastTimestamp, eventTime, metadata }: Event) => tryParseTime(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp) ?? 0;

class EventShow {
  readonly #context: CommandContext;
  readonly #writer: TabWriter;
  #headed: boolean;

  constructor(context: CommandContext) {
    this.#context = context;
    this.#writer = new TabWriter(context.print, getLayout);
    this.#headed = context.arguments.flag("no-headers");
  }

  all(events: readonly Event[]): void {
    const printer = this.#printer();
    if (printer === undefined) return this.#rows(events);
    this.#context.print(printer({ apiVersion: "v1", items: events, kind: "EventList", metadata: {} }));
  }

  one(event: Event): void {
    const printer = this.#printer();
    if (printer === undefined) this.#rows([event]);
    else this.#context.print(printer(event as unknown as JsonObject));
  }

  #printer() {
    return printerFor({ arguments: this.#context.arguments, readFile: this.#context.environment.readFile });
  }

  #rows(events: readonly Event[]): void {
    const { arguments: given, environment } = this.#context;
    const namespaces = given.flag("all-namespaces");
    const now = { now: environment.clock.now() };
    if (!this.#headed) this.#writer.write(`${namespaces ? "NAMESPACE\t" : ""}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`);
    this.#headed = true;
    for (const event of events) {
      const { metadata, type = "", reason = "", message = "", involvedObject } = event;
      const cells = [intervalText(event, now), type, reason, involvedObject.kind === undefined ? objectText(event) : `${involvedObject.kind}/${involvedObject.name ?? ""}`, message.trim()];
      this.#writer.write(`${namespaces ? `${metadata.namespace ?? ""}\t` : ""}${cells.join("\t")}\n`);
    }
    this.#writer.flush();
  }
}
