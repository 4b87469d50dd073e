import type { Part } from "../defaulting.ts";
import { changeField, isUnset, mapShared, withDefaults, withField } from "../defaulting.ts";
import type { Container, ContainerPort, EnvVar, EphemeralContainer, HTTPGetAction, Lifecycle, LifecycleHandler, Probe } from "../generated/core/v1.ts";
import { defaultPullPolicy } from "./image-reference.ts";

type AnyContainer = Part<Container> & Part<EphemeralContainer>;

const containerDefaults: Partial<AnyContainer> = { terminationMessagePath: "/dev/termination-log", terminationMessagePolicy: "File", resources: {} };
const probeDefaults: Part<Probe> = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
const httpGetDefaults: Part<HTTPGetAction> = { path: "/", scheme: "HTTP" };
const grpcDefaults = { service: "" };

/** What a container, an init container and an ephemeral container get when their author says nothing. */
export function defaultContainer<C extends AnyContainer>(container: C): C {
  const withParts = changeParts(container);
  if (withParts.imagePullPolicy !== undefined) return withDefaults<AnyContainer>(withParts, containerDefaults) as C;
  return withDefaults<AnyContainer>({ ...withParts, imagePullPolicy: defaultPullPolicy(withParts.image) }, containerDefaults) as C;
}

function changeParts(container: AnyContainer): AnyContainer {
  let changed = changeField(container, "ports", (ports) => mapShared(ports, defaultPort));
  changed = changeField(changed, "env", (env) => mapShared(env, defaultEnv));
  changed = changeField(changed, "livenessProbe", defaultProbe);
  changed = changeField(changed, "readinessProbe", defaultProbe);
  changed = changeField(changed, "startupProbe", defaultProbe);
  return changeField(changed, "lifecycle", defaultLifecycle);
}

const defaultPort = (port: Part<ContainerPort>): Part<ContainerPort> => (isUnset(port.protocol) ? { ...port, protocol: "TCP" } : port);

function defaultEnv(env: Part<EnvVar>): Part<EnvVar> {
  return changeField(env, "valueFrom", (source) => {
    const withField = changeField(source, "fieldRef", defaultFieldRef);
    const withResource = changeField(withField, "resourceFieldRef", defaultResourceFieldRef);
    return changeField(withResource, "fileKeyRef", (file) => withDefaults(file, { optional: false }));
  });
}

/** Fields of the pod are named in the words of the API version v1. */
export const defaultFieldRef = <R extends { readonly apiVersion?: string }>(reference: R): R =>
  isUnset(reference.apiVersion) ? { ...reference, apiVersion: "v1" } : reference;

/** An amount is told in its own unit unless another one is asked for. */
export const defaultResourceFieldRef = <R extends { readonly divisor?: string }>(reference: R): R =>
  isUnset(reference.divisor) ? { ...reference, divisor: "0" } : reference;

function defaultProbe(probe: Part<Probe>): Part<Probe> {
  const withHttp = changeField(probe, "httpGet", defaultHttpGet);
  const withGrpc = changeField(withHttp, "grpc", (grpc) => withDefaults(grpc, grpcDefaults));
  return withDefaults(nonZero(withGrpc), probeDefaults);
}

/** Zero counts as not given in these fields. */
function nonZero(probe: Part<Probe>): Part<Probe> {
  if (probe.timeoutSeconds !== 0 && probe.periodSeconds !== 0 && probe.successThreshold !== 0 && probe.failureThreshold !== 0) return probe;
  return {
    ...probe,
    timeoutSeconds: probe.timeoutSeconds || undefined,
    periodSeconds: probe.periodSeconds || undefined,
    successThreshold: probe.successThreshold || undefined,
    failureThreshold: probe.failureThreshold || undefined,
  };
}

function defaultHttpGet(get: Part<HTTPGetAction>): Part<HTTPGetAction> {
  const given = get.path === "" ? withField(get, "path", undefined) : get;
  return withDefaults(given, httpGetDefaults);
}

function defaultLifecycle(lifecycle: Part<Lifecycle>): Part<Lifecycle> {
  const withStart = changeField(lifecycle, "postStart", defaultHandler);
  return changeField(withStart, "preStop", defaultHandler);
}

const defaultHandler = (handler: Part<LifecycleHandler>): Part<LifecycleHandler> => changeField(handler, "httpGet", defaultHttpGet);
