import type { Delta } from "../../workers/protocol/delta.ts";
import type { Session, SessionRecord, SessionSettings } from "../../workers/protocol/session.ts";
import type { Connect, Connection } from "./connect.ts";
import type { InputLog } from "./input-log.ts";
import { isRecord } from "./record-edit.ts";

/** Who hears from the worker. */
export interface LinkListener {
  told(delta: Delta): void;
  died(reason: string): void;
}

/**
 * Holds the one worker of the page. It keeps the last known input log on this side, because a dead worker
 * cannot be asked any more; each `open` starts a fresh worker, so nothing of the old world can leak.
 */
export class SessionLink {
  readonly #connect: Connect;
  readonly #log: InputLog;
  #listener: LinkListener | undefined;
  #connection: Connection | undefined;
  #source: SessionSettings | SessionRecord | undefined;
  #silent = true;

  constructor(connect: Connect, log: InputLog) {
    this.#connect = connect;
    this.#log = log;
  }

  listen(listener: LinkListener): void {
    this.#listener = listener;
  }

  session(): Session {
    if (this.#connection === undefined) throw new Error("There is no cluster at the moment");
    return this.#connection.session;
  }

  /** What would bring back this world. */
  source(): SessionSettings | SessionRecord | undefined {
    return this.#source;
  }

  /** False when another `open` overtook this one, or the worker died. */
  async open(source: SessionSettings | SessionRecord): Promise<boolean> {
    this.#connection?.terminate();
    this.#source = source;
    this.#silent = true;
    const connection: Connection = this.#connect((reason) => this.#buried(connection, reason));
    this.#connection = connection;
    try {
      await connection.session.open(source, (delta) => this.#heard(connection, delta));
    } catch (error) {
      this.#buried(connection, messageOf(error));
    }
    return this.#connection === connection;
  }

  /** Fetches the input log and keeps it, here and in storage. */
  async saveRecord(): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    const record = await connection.session.record();
    if (this.#connection !== connection) return;
    this.#source = record;
    await this.#log.save(record);
  }

  /** Asks the worker for a sign of life; one that gives none in time is given up. */
  async probe(patience: number): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<"silent">((resolve) => (timer = setTimeout(resolve, patience, "silent")));
    const answer = connection.session.record().then(() => "alive" as const, () => "alive" as const);
    if ((await Promise.race([answer, silence])) === "silent") this.#buried(connection, "The cluster's worker no longer answers.");
    clearTimeout(timer);
  }

  /** Opens a changed copy of the input log, if there is anything to change. */
  async reopen(edit: (record: SessionRecord) => SessionRecord | undefined, open: (record: SessionRecord) => Promise<void>): Promise<void> {
    const source = this.#connection === undefined ? this.#source : await this.session().record();
    const edited = source !== undefined && isRecord(source) ? edit(source) : undefined;
    if (edited === undefined) return;
    await this.#log.save(edited);
    await open(edited);
  }

  #heard(connection: Connection, delta: Delta) {
    if (this.#connection !== connection) return;
    // What an earlier worker told stays on the screen until the new one speaks.
    this.#listener?.told(this.#silent ? { ...delta, reset: true } : delta);
    this.#silent = false;
    if (delta.failure !== undefined) this.#buried(connection, delta.failure);
  }

  #buried(connection: Connection, reason: string) {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    connection.terminate();
    this.#listener?.died(reason);
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
