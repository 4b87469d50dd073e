import { httpHeaderNameErrors, portNameErrors, portNumberErrors } from "../../apimachinery/names.ts";
import { isUnset } from "../defaulting.ts";
import type { FieldErrors } from "../field-errors.ts";
import type { ExecAction, GRPCAction, HTTPGetAction, Lifecycle, LifecycleHandler, Probe, SleepAction, TCPSocketAction } from "../generated/core/v1.ts";

/** The pod's grace period, within which a handler must fit. */
type GracePeriod = number | undefined;

/** Probes that restart a container succeed at the first success. */
export function validateLivenessProbe(probe: Probe, errors: FieldErrors, gracePeriod: GracePeriod): void {
  validateProbe(probe, errors, gracePeriod);
  if (probe.successThreshold !== 1) errors.invalid("successThreshold", probe.successThreshold ?? 0, "must be 1");
}

export function validateReadinessProbe(probe: Probe, errors: FieldErrors, gracePeriod: GracePeriod): void {
  validateProbe(probe, errors, gracePeriod);
  if (probe.terminationGracePeriodSeconds !== undefined) {
    errors.invalid("terminationGracePeriodSeconds", probe.terminationGracePeriodSeconds, "must not be set for readinessProbes");
  }
}

export const validateStartupProbe = validateLivenessProbe;

export function validateLifecycle({ postStart, preStop }: Lifecycle, errors: FieldErrors, gracePeriod: GracePeriod): void {
  errors.at("postStart", postStart, validateHandler, gracePeriod);
  errors.at("preStop", preStop, validateHandler, gracePeriod);
}

/** A port by its number, or by the name that the container gives it. */
export function validatePortNumberOrName(field: string, port: number | string | undefined, errors: FieldErrors): void {
  if (typeof port === "string") errors.check(field, port, portNameErrors(port));
  else errors.check(field, port ?? 0, portNumberErrors(port ?? 0));
}

function validateProbe(probe: Probe, errors: FieldErrors, gracePeriod: GracePeriod): void {
  validateHandler(probe, errors, gracePeriod);
  errors.nonNegative("initialDelaySeconds", probe.initialDelaySeconds);
  errors.nonNegative("timeoutSeconds", probe.timeoutSeconds);
  errors.nonNegative("periodSeconds", probe.periodSeconds);
  errors.nonNegative("successThreshold", probe.successThreshold);
  errors.nonNegative("failureThreshold", probe.failureThreshold);
  const own = probe.terminationGracePeriodSeconds;
  if (own !== undefined && own <= 0) errors.invalid("terminationGracePeriodSeconds", own, "must be greater than 0");
}

type Handler = LifecycleHandler & Pick<Probe, "grpc">;

const handlerTypes = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"] as const;

/** Exactly one way to ask; the first one given is checked, any other one is too many. */
function validateHandler(handler: Handler, errors: FieldErrors, gracePeriod: GracePeriod): void {
  let given = 0;
  for (const type of handlerTypes) {
    if (handler[type] === undefined) continue;
    given += 1;
    if (given > 1) errors.forbidden(type, "may not specify more than 1 handler type");
    else validateAction(handler, errors, gracePeriod);
  }
  if (given === 0) errors.required("", "must specify a handler type");
}

function validateAction({ exec, httpGet, tcpSocket, grpc, sleep }: Handler, errors: FieldErrors, gracePeriod: GracePeriod): void {
  if (exec !== undefined) errors.at("exec", exec, validateExec);
  else if (httpGet !== undefined) errors.at("httpGet", httpGet, validateHttpGet);
  else if (tcpSocket !== undefined) errors.at("tcpSocket", tcpSocket, validateTcpSocket);
  else if (grpc !== undefined) errors.at("grpc", grpc, validateGrpc);
  else errors.at("sleep", sleep, validateSleep, gracePeriod);
}

function validateExec({ command = [] }: ExecAction, errors: FieldErrors): void {
  if (command.length === 0) errors.required("command");
}

function validateHttpGet({ path, port, scheme, httpHeaders = [] }: HTTPGetAction, errors: FieldErrors): void {
  if (isUnset(path)) errors.required("path");
  validatePortNumberOrName("port", port, errors);
  errors.oneOf("scheme", scheme, ["HTTP", "HTTPS"]);
  for (const { name } of httpHeaders) errors.check("httpHeaders", name, httpHeaderNameErrors(name ?? ""));
}

function validateTcpSocket({ port }: TCPSocketAction, errors: FieldErrors): void {
  validatePortNumberOrName("port", port, errors);
}

function validateGrpc({ port }: GRPCAction, errors: FieldErrors): void {
  validatePortNumberOrName("port", port, errors);
}

/** At `sleep` itself: the error names the action, not its field. */
function validateSleep({ seconds = 0 }: Partial<SleepAction>, errors: FieldErrors, gracePeriod: GracePeriod): void {
  if (gracePeriod !== undefined && (seconds < 0 || seconds > gracePeriod)) {
    errors.invalid("", seconds, `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`);
  }
}
