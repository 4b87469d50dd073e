import { createStore, del, get, set, type UseStore } from "idb-keyval";
import type { SessionRecord } from "../../workers/protocol/session.ts";
import { isSoundRecord } from "./sound-record.ts";

/** Where the page keeps the session's input log, so that a reload finds the same world again. */
export interface InputLog {
  load(): Promise<SessionRecord | undefined>;
  save(record: SessionRecord): Promise<void>;
  clear(): Promise<void>;
}

const key = "record";

/** The log in the browser's own database. A browser that refuses one gets a page that forgets, not a broken page. */
export function browserInputLog(): InputLog {
  let store: UseStore | undefined;
  const open = () => (store ??= createStore("kubarium", "session"));
  return {
    load: () => attempt(async () => asRecord(await get(key, open()))),
    save: (record) => attempt(() => set(key, record, open())),
    clear: () => attempt(() => del(key, open())),
  };
}

/** An embed stores nothing. */
export const forgetfulInputLog: InputLog = {
  load: async () => undefined,
  save: async () => undefined,
  clear: async () => undefined,
};

async function attempt<T>(access: () => Promise<T>): Promise<T | undefined> {
  try {
    return await access();
  } catch (error) {
    console.warn("Kubarium cannot use this browser's storage; the session will not survive a reload.", error);
    return undefined;
  }
}

/** What lies in storage may stem from another version of the page, and what lies in a link from anybody. */
export const asRecord = (value: unknown): SessionRecord | undefined => (isSoundRecord(value) ? value : undefined);
