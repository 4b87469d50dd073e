/** metadata of a Status: always empty for errors. */
export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** How the API server answers when there is no object to answer with (meta/v1 Status). */
export interface Status {
  readonly kind: "Status";
  readonly apiVersion: "v1";
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly status: "Success" | "Failure";
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

/** A refusal by the API server. Thrown by the registry and by clients alike. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? status.reason ?? "unknown error");
    this.status = status;
  }

  get code(): number {
    return this.status.code;
  }

  get reason(): string {
    return this.status.reason ?? "";
  }
}

/** Which resource a message speaks of: `pods "web"`, `deployments.apps "web"`. */
export interface ResourceName {
  readonly group: string;
  readonly resource: string;
}

const qualified = ({ group, resource }: ResourceName) => (group === "" ? resource : `${resource}.${group}`);

function failure(code: number, reason: string, message: string, details?: StatusDetails): ApiError {
  return new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, ...(details && { details }), code });
}

const details = ({ group, resource }: ResourceName, name: string): StatusDetails => ({ name, ...(group !== "" && { group }), kind: resource });

export const notFound = (of: ResourceName, name: string) =>
  failure(404, "NotFound", `${qualified(of)} "${name}" not found`, details(of, name));

export const alreadyExists = (of: ResourceName, name: string) =>
  failure(409, "AlreadyExists", `${qualified(of)} "${name}" already exists`, details(of, name));

export const conflict = (of: ResourceName, name: string, why: string) =>
  failure(409, "Conflict", `Operation cannot be fulfilled on ${qualified(of)} "${name}": ${why}`, details(of, name));

/** The 409 that a writer gets whose copy is older than what is stored. */
export const modified = (of: ResourceName, name: string) =>
  conflict(of, name, "the object has been modified; please apply your changes to the latest version and try again");

export const badRequest = (message: string, more?: StatusDetails) => failure(400, "BadRequest", message, more);

export const forbidden = (of: ResourceName, name: string, why: string) =>
  failure(403, "Forbidden", name === "" ? `${qualified(of)} is forbidden: ${why}` : `${qualified(of)} "${name}" is forbidden: ${why}`, details(of, name));

export const invalid = (message: string, more: StatusDetails) => failure(422, "Invalid", message, more);

export const methodNotAllowed = (of: ResourceName, action: string) =>
  failure(405, "MethodNotAllowed", `${action} is not supported on resources of kind "${qualified(of)}"`, { ...(of.group !== "" && { group: of.group }), kind: of.resource });

/** The path names nothing at all. */
export const pageNotFound = () => failure(404, "NotFound", "the server could not find the requested resource", {});

export const expired = (message: string) => failure(410, "Expired", message);

/** 410 with the reason that ends a watch. */
export const gone = (message: string) => failure(410, "Gone", message);

export const unsupportedMediaType = (message: string) => failure(415, "UnsupportedMediaType", message);

export const notAcceptable = (message: string) => failure(406, "NotAcceptable", message);

export const tooManyRequests = (message: string, retryAfterSeconds: number, causes?: readonly StatusCause[]) =>
  failure(429, "TooManyRequests", message, { ...(causes && { causes }), retryAfterSeconds });

export const unauthorized = () => failure(401, "Unauthorized", "Unauthorized");

export const internalError = (message: string) =>
  failure(500, "InternalError", `Internal error occurred: ${message}`, { causes: [{ message }] });

export const serviceUnavailable = (message: string) => failure(503, "ServiceUnavailable", message);

export const serverTimeout = (message: string, retryAfterSeconds: number) => failure(504, "Timeout", message, { retryAfterSeconds });

export function success(of: ResourceName, name: string, uid: string): Status {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", details: { ...details(of, name), uid }, code: 200 };
}
