import type { Delta } from "../../workers/protocol/delta.ts";
import type { Action, ActionResult, ApplyResult, SessionRecord, SessionSettings, TerminalCommand, TerminalSink } from "../../workers/protocol/session.ts";
import type { Target } from "../lib/object-key.ts";
import { shortKindOf } from "../lib/resources.ts";
import type { ClockSlice } from "./clock-slice.ts";
import { faultsAfter, noFaults, withAction, type Faults } from "./faults.ts";
import type { FilesSlice } from "./files-slice.ts";
import type { Notice, NoticesSlice } from "./notices-slice.ts";
import type { ObjectsSlice } from "./objects-slice.ts";
import type { ObjectIndex } from "./object-table.ts";
import { isRecord, rewoundTo, withoutLastInput } from "./record-edit.ts";
import type { SessionLink } from "./session-link.ts";
import type { Slice } from "./slice.ts";
import type { ViewSlice } from "./view-slice.ts";

export type Phase = "idle" | "starting" | "live" | "dead";

/** Something the person did, for whoever wants to follow what came of it. */
export interface DoneAction {
  readonly number: number;
  readonly action: Action;
  /** Virtual time. */
  readonly at: number;
  readonly result: ActionResult;
}

/** The session as a whole: its life, and all that goes into its input log. */
export interface SessionSlice {
  readonly phase: Phase;
  readonly progress: Delta["progress"] | undefined;
  /** Why the simulation stopped, when it did. */
  readonly failure: string | undefined;
  readonly lastAction: DoneAction | undefined;
  readonly faults: Faults;
  /** The seed that the session was made from, by which a scenario is known again. */
  readonly scenario: string | undefined;
  /** What the last apply of the editor's manifest came to, document by document. */
  readonly applied: readonly ApplyResult[] | undefined;
  /** Boots or replays in a fresh worker; the old one is gone. */
  readonly open: (source: SessionSettings | SessionRecord) => Promise<void>;
  /** After a death: the same inputs again. */
  readonly replay: () => Promise<void>;
  /** The world as it was at an earlier virtual time. */
  readonly rewind: (at: number) => Promise<void>;
  readonly undo: () => Promise<void>;
  readonly act: (action: Action) => Promise<ActionResult>;
  readonly apply: (manifest: string) => Promise<readonly ApplyResult[]>;
  /** Applies what is in the editor, and tells how that went. */
  readonly applyManifest: () => Promise<void>;
  readonly kubectl: (line: string, files: Readonly<Record<string, string>>, sink: TerminalSink) => Promise<TerminalCommand>;
  readonly record: () => Promise<SessionRecord>;
}

/** What a session's beginning and its actions touch beside themselves. */
type Surroundings = Pick<ViewSlice, "manifest" | "selection" | "flash"> & Pick<NoticesSlice, "notify"> & Pick<ClockSlice, "clock" | "settled"> & Pick<FilesSlice, "openFile"> & ObjectsSlice;

/** How a session begins, made with the means to start workers. */
export const createSessionSlice =
  (link: SessionLink): Slice<SessionSlice, Surroundings> =>
  ({ get, set, session }) => ({
    phase: "idle",
    progress: undefined,
    failure: undefined,
    lastAction: undefined,
    faults: noFaults,
    scenario: undefined,
    applied: undefined,

    async open(source) {
      const faults = isRecord(source) ? faultsAfter(source.inputs.map(({ action }) => action)) : noFaults;
      const { seed } = isRecord(source) ? source.settings : source;
      set({ scenario: seed, phase: "starting", failure: undefined, progress: undefined, lastAction: undefined, faults, applied: undefined, selection: undefined, settled: undefined });
      const opened = await link.open(source);
      if (opened) set({ phase: "live", progress: undefined });
    },

    async replay() {
      const source = link.source();
      if (source !== undefined) await get().open(source);
    },

    rewind: (at) => link.reopen((record) => rewoundTo(record, at), get().open),

    undo: () => link.reopen(withoutLastInput, get().open),

    async act(action) {
      const at = get().clock.now;
      const result = await session().act(action);
      set(({ lastAction, faults }) => ({
        lastAction: { number: (lastAction?.number ?? 0) + 1, action, at, result },
        faults: result.ok ? withAction(faults, action) : faults,
      }));
      get().notify({ level: result.ok ? "done" : "error", message: result.message, kubectl: result.kubectl });
      await link.saveRecord();
      return result;
    },

    async apply(manifest) {
      const results = await session().apply(manifest);
      await link.saveRecord();
      return results;
    },

    async applyManifest() {
      const results = await get().apply(get().manifest);
      set({ applied: results });
      get().notify(applyNotice(results, get().openFile));
      get().flash(results.flatMap(({ target }) => flashable(target, get().objects)));
    },

    async kubectl(line, files, sink) {
      const exit = (code: number) => {
        sink.exit(code);
        void link.saveRecord();
      };
      return session().kubectl(line, files, { write: (text) => sink.write(text), exit });
    },

    record: () => session().record(),
  });

/** All documents in one message; the first error says what is wrong. */
export function applyNotice(results: readonly ApplyResult[], file: string): Omit<Notice, "id"> {
  const error = results.find(({ outcome }) => outcome === "error");
  if (error !== undefined) return { level: "error", message: error.message };
  const count = (outcome: ApplyResult["outcome"]) => results.filter((result) => result.outcome === outcome).length;
  const parts = (["created", "configured", "unchanged"] as const).flatMap((outcome) => (count(outcome) === 0 ? [] : [`${count(outcome)} ${outcome}`]));
  return { level: "done", message: parts.length === 0 ? "The manifest is empty" : `Applied: ${parts.join(", ")}`, kubectl: `kubectl apply -f ${file}` };
}

/** "deployment.apps/web" as the objects that the page knows by that name, in whatever namespace. */
function flashable(target: string, objects: ObjectIndex): readonly Target[] {
  const [kind = "", name = ""] = target.split("/");
  const [short = "", ...group] = kind.split(".");
  const table = [...objects.tables].find(([resource]) => shortKindOf(resource) === short && (group.length === 0 || resource.endsWith(group.join("."))))?.[1];
  return [...(table?.values() ?? [])].filter(({ object }) => object.metadata.name === name).map(({ resource, key }) => ({ resource, key }));
}
