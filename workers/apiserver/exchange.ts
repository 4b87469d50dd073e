import type { ApiRequest, Cause, UserInfo } from "../apimachinery/wire.ts";
import type { RequestInfo } from "./request-info.ts";

/** One request on its way through the server, with what the filters found out about it. */
export interface Exchange {
  readonly request: ApiRequest;
  readonly info: RequestInfo;
  readonly user: UserInfo;
  /** Kept with what this request writes. */
  readonly cause: Cause;
  readonly query: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  /** Who is written into managedFields. */
  readonly fieldManager: string;
  /** How often the request was tried before, waiting for something that the server makes itself. */
  readonly attempt: number;
  /** Texts for `Warning` headers. */
  readonly warnings: string[];
}

/** What a handler answers, before it is put into the form that the client accepts. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Set for plain text and for bodies that are not API objects. */
  readonly contentType?: string;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const created = (body: unknown): Answer => ({ status: 201, body });
export const plainText = (status: number, body: string): Answer => ({ status, body, contentType: "text/plain; charset=utf-8" });

/** Thrown when the request should be tried again after a while; `error` is the answer when patience ends. */
export class TryAgainLater extends Error {
  override readonly name = "TryAgainLater";
  readonly delay: number;
  readonly error: Error;

  constructor(delay: number, error: Error) {
    super(error.message);
    this.delay = delay;
    this.error = error;
  }
}
