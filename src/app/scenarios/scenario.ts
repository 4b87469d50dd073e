import type { SessionSettings } from "../../../workers/protocol/session.ts";

/** A beginning for a session. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly settings: SessionSettings;
}
