import { formatDuration } from "../../apimachinery/duration.ts";
import { second, type Milliseconds } from "../../base/units.ts";
import type { Container, Probe } from "../../api/generated/core/v1.ts";
import { type Runtime, RuntimeError } from "../../cri/runtime.ts";
import { NetworkError } from "../../network/network-error.ts";
import { expected } from "../defect.ts";
import { grpcText } from "../images/image-puller.ts";
import { httpTarget, portNumber } from "./action-target.ts";
import type { NetworkProber } from "./network-prober.ts";
import { errored, failed, type ProbeOutcome, succeeded } from "./probe-outcome.ts";

export interface ProbeTarget {
  readonly container: Container;
  readonly containerId: string;
  readonly podIp: string;
}

export interface ProbeTools {
  readonly runtime: Runtime;
  readonly network: NetworkProber;
}

const mostOutput = 10 * 1024;
const userAgent = "kube-probe/1.36";

/** Asks the container once. Never rejects for what the container does. */
export async function runProbe(probe: Probe, target: ProbeTarget, tools: ProbeTools): Promise<ProbeOutcome> {
  const timeout = (probe.timeoutSeconds ?? 1) * second;
  try {
    if (probe.exec !== undefined) return await execProbe(probe.exec.command ?? [], target, tools.runtime, timeout);
    if (probe.httpGet !== undefined) return await httpProbe(probe.httpGet, target, tools.network, timeout);
    if (probe.tcpSocket !== undefined) return await tcpProbe(probe.tcpSocket, target, tools.network, timeout);
    if (probe.grpc !== undefined) return await grpcProbe(probe.grpc, target, tools.network, timeout);
  } catch (error) {
    if (error instanceof RuntimeError) return errored(grpcText(error));
    return errored(expected(error).message);
  }
  return errored(`missing probe handler for ${target.container.name}`);
}

async function execProbe(command: readonly string[], { containerId }: ProbeTarget, runtime: Runtime, timeout: Milliseconds): Promise<ProbeOutcome> {
  const { exitCode, stdout, stderr, timedOut } = await runtime.execSync(containerId, command, timeout);
  if (timedOut === true) return failed(`command timed out: ${JSON.stringify(command.join(" "))} timed out after ${formatDuration(timeout)}`);
  const output = (stdout + stderr).slice(0, mostOutput);
  return exitCode === 0 ? succeeded(output) : failed(output);
}

async function httpProbe(action: NonNullable<Probe["httpGet"]>, { container, podIp }: ProbeTarget, network: NetworkProber, timeout: Milliseconds): Promise<ProbeOutcome> {
  const { host, port, path, tls, headers, url } = httpTarget(action, container, podIp, userAgent);
  try {
    const { status, body } = await network.http({ ip: host, port, method: "GET", host: headers["host"] ?? host, path, headers, tls, timeout });
    return status >= 200 && status < 400 ? succeeded(body.slice(0, mostOutput)) : failed(`HTTP probe failed with statuscode: ${status}`);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return failed(`Get ${JSON.stringify(url)}: ${httpError(error, `${host}:${port}`)}`);
  }
}

async function tcpProbe({ host, port }: NonNullable<Probe["tcpSocket"]>, { container, podIp }: ProbeTarget, network: NetworkProber, timeout: Milliseconds): Promise<ProbeOutcome> {
  const ip = host === undefined || host === "" ? podIp : host;
  const number = portNumber(port, container);
  try {
    const connection = await network.connect({ ip, port: number }, { timeout });
    connection.end();
    return succeeded();
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return failed(`dial tcp ${ip}:${number}: ${error.code === "TIMEOUT" ? "i/o timeout" : `connect: ${error.message}`}`);
  }
}

/** The health protocol of gRPC: one call, answered by SERVING or not. Programs here speak it as JSON over HTTP. */
async function grpcProbe({ port, service }: NonNullable<Probe["grpc"]>, { podIp }: ProbeTarget, network: NetworkProber, timeout: Milliseconds): Promise<ProbeOutcome> {
  const call = { ip: podIp, port, method: "POST", path: "/grpc.health.v1.Health/Check", headers: { "content-type": "application/grpc", "user-agent": userAgent }, body: JSON.stringify({ service: service ?? "" }), timeout };
  try {
    const { status, body } = await network.http(call);
    if (status !== 200) return failed("error: this server does not implement the grpc health protocol (grpc.health.v1.Health): unknown service grpc.health.v1.Health");
    const state = servingState(body);
    return state === "SERVING" ? succeeded() : failed(`service unhealthy (responded with ${JSON.stringify(state)})`);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return failed(`error: timeout: failed to connect service ${JSON.stringify(`${podIp}:${port}`)} within ${formatDuration(timeout)}: context deadline exceeded`);
  }
}

function servingState(body: string): string {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === "object" && answer !== null && "status" in answer && typeof answer.status === "string") return answer.status;
  } catch {
    return "UNKNOWN";
  }
  return "UNKNOWN";
}

function httpError({ code, message }: NetworkError, address: string): string {
  switch (code) {
    case "TIMEOUT":
      return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)";
    case "ECONNRESET":
      return `read tcp ${address}: read: connection reset by peer`;
    case "EPROTO":
      return message;
    default:
      return `dial tcp ${address}: connect: ${message}`;
  }
}
