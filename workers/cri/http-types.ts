import type { HttpResponse, IncomingRequest } from "../network/http.ts";

/** A request as a program of an image gets it. */
export type HttpIncoming = IncomingRequest;

/** What it answers. */
export type HttpReply = HttpResponse;
