import { describe, expect, test } from "vitest";
import { complaints, made, row, statusUpdates } from "../../testing/made-object.ts";
import { HorizontalPodAutoscalersV1 } from "./horizontal-pod-autoscaler-v1.ts";
import { HorizontalPodAutoscalers } from "./horizontal-pod-autoscaler.ts";

const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const scaler = (spec: object = {}) => ({ spec: { scaleTargetRef, maxReplicas: 5, ...spec } });
const cpu = { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 50 } } };
const queue = { type: "Pods", pods: { metric: { name: "queue" }, target: { type: "AverageValue", averageValue: "30" } } };

describe("what nobody says", () => {
  test("is one pod at least, and four fifths of the CPU", () => {
    expect(made(HorizontalPodAutoscalers, scaler()).spec).toEqual({
      scaleTargetRef,
      maxReplicas: 5,
      minReplicas: 1,
      metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } } }],
    });
  });

  test("is spelt out only for who speaks of behaviour", () => {
    expect(made(HorizontalPodAutoscalers, scaler({ behavior: { scaleDown: { selectPolicy: "Disabled" } } })).spec.behavior).toEqual({
      scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: "Max", policies: [{ type: "Pods", value: 4, periodSeconds: 15 }, { type: "Percent", value: 100, periodSeconds: 15 }] },
      scaleDown: { selectPolicy: "Disabled", policies: [{ type: "Percent", value: 100, periodSeconds: 15 }] },
    });
  });
});

const at = "spec.metrics[0]";
const metric = (...metrics: readonly object[]) => scaler({ metrics });

test.each<readonly [string, object, readonly string[]]>([
  ["two metrics", metric(cpu, queue), []],
  ["no room", scaler({ maxReplicas: 0, minReplicas: 0 }), ["spec.minReplicas: Invalid value: 0: must be greater than or equal to 1", "spec.maxReplicas: Invalid value: 0: must be greater than 0"]],
  ["less than the least", scaler({ minReplicas: 6 }), ["spec.maxReplicas: Invalid value: 5: must be greater than or equal to `minReplicas`"]],
  ["nothing to scale", scaler({ scaleTargetRef: {} }), ["spec.scaleTargetRef.kind: Required value", "spec.scaleTargetRef.name: Required value"]],
  ["a metric of no type", metric({ resource: cpu.resource }), [
    `${at}.type: Required value: must specify a metric source type`,
    `${at}.type: Unsupported value: "": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"`,
    `${at}.resource: Forbidden: must populate the given metric source only`,
  ]],
  ["a metric that is another", metric({ ...cpu, type: "Pods" }), [`${at}.pods: Required value: must populate information for the given metric source`, `${at}.resource: Forbidden: must populate the given metric source only`]],
  ["two targets", metric({ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 5, averageValue: "1" } } }), [
    `${at}.resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization`,
  ]],
  ["no target", metric({ type: "Resource", resource: { name: "cpu", target: { type: "Utilization" } } }), [`${at}.resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization`]],
  ["a target of nothing", metric({ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 0 } } }), [`${at}.resource.target.averageUtilization: Invalid value: 0: must be greater than 0`]],
  ["a nameless metric", metric({ type: "External", external: { metric: {}, target: { type: "Value", value: "1" } } }), [`${at}.external.metric.name: Required value: must specify a metric name`]],
  ["a total for pods", metric({ type: "Pods", pods: { metric: { name: "q" }, target: { type: "Value", value: "1" } } }), [`${at}.pods.target.averageValue: Required value: must specify a positive target averageValue`]],
  ["no container", metric({ type: "ContainerResource", containerResource: { ...cpu.resource, container: "" } }), [`${at}.containerResource.container: Required value: must specify a container`]],
  ["an object", metric({ type: "Object", object: { describedObject: { kind: "Ingress", name: "web" }, metric: { name: "hits" }, target: { type: "Value", value: "1k" } } }), []],
  ["hours of hesitation", scaler({ behavior: { scaleUp: { stabilizationWindowSeconds: 3601 } } }), ["spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600"]],
  ["no policy", scaler({ behavior: { scaleUp: { policies: [] } } }), ["spec.behavior.scaleUp.policies: Required value: must specify at least one Policy"]],
  ["a policy of nothing", scaler({ behavior: { scaleDown: { policies: [{ type: "Pods", value: 0, periodSeconds: 1801 }] } } }), [
    "spec.behavior.scaleDown.policies[0].value: Invalid value: 0: must be greater than zero",
    "spec.behavior.scaleDown.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800",
  ]],
])("an autoscaler with %s", (_, draft, expected) => {
  expect(complaints(HorizontalPodAutoscalers, draft)).toEqual(expected);
});

describe("a row", () => {
  const shown = (metrics: readonly object[], currentMetrics: readonly object[] = []) => {
    const object = made(HorizontalPodAutoscalers, scaler({ metrics, minReplicas: 2 }));
    return row(HorizontalPodAutoscalers, { ...object, status: { currentReplicas: 3, desiredReplicas: 3, currentMetrics } as never });
  };

  test("knows what it scales and how far", () => {
    expect(shown([cpu])).toEqual(["a", "Deployment/web", "cpu: <unknown>/50%", "2", 5, 3, "10m"]);
  });

  test.each<readonly [string, readonly object[], readonly object[], string]>([
    ["the CPU", [cpu], [{ type: "Resource", resource: { name: "cpu", current: { averageUtilization: 12, averageValue: "120m" } } }], "cpu: 12%/50%"],
    ["memory", [{ type: "Resource", resource: { name: "memory", target: { type: "AverageValue", averageValue: "100Mi" } } }], [], "memory: <unknown>/100Mi"],
    ["pods", [queue], [{ type: "Pods", pods: { metric: { name: "queue" }, current: { averageValue: "20" } } }], "20/30"],
    ["the world, per pod", [{ type: "External", external: { metric: { name: "q" }, target: { type: "AverageValue", averageValue: "5" } } }], [{ type: "External", external: { metric: { name: "q" }, current: { averageValue: "2" } } }], "2/5 (avg)"],
    ["an object", [{ type: "Object", object: { describedObject: { kind: "Ingress", name: "web" }, metric: { name: "hits" }, target: { type: "Value", value: "1k" } } }], [], "<unknown>/1k"],
    ["three things", [cpu, queue, queue], [], "cpu: <unknown>/50%, <unknown>/30 + 1 more..."],
  ])("shows %s", (_, metrics, current, text) => {
    expect(shown(metrics, current)[2]).toBe(text);
  });
});

test("a status counts", () => {
  expect(statusUpdates(HorizontalPodAutoscalers, scaler(), { currentReplicas: -1, desiredReplicas: 2 })).toEqual(["status.currentReplicas: Invalid value: -1: must be greater than or equal to 0"]);
});

describe("the first version", () => {
  const { storedAs } = HorizontalPodAutoscalersV1;
  const old = made(HorizontalPodAutoscalersV1, { apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler", ...scaler({ targetCPUUtilizationPercentage: 50 }) });

  test("is stored as the second", () => {
    const stored = storedAs!.toStored(old);
    expect(stored).toMatchObject({ apiVersion: "autoscaling/v2", spec: { scaleTargetRef, minReplicas: 1, maxReplicas: 5, metrics: [cpu] } });
    expect(storedAs!.fromStored(stored)).toEqual(old);
    expect(row(HorizontalPodAutoscalersV1, old)).toEqual(["a", "Deployment/web", "cpu: <unknown>/50%", "1", 5, 0, "10m"]);
  });

  test("keeps what it has no words for", () => {
    const rich = made(HorizontalPodAutoscalers, { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata: { annotations: { mine: "1" } }, ...scaler({ metrics: [cpu, queue], behavior: { scaleUp: { selectPolicy: "Min" } } }) });
    const stored = { ...rich, status: { currentReplicas: 1, desiredReplicas: 1, conditions: [{ type: "AbleToScale", status: "True" }] } };
    const shown = storedAs!.fromStored(stored as never);
    expect(shown.spec).toEqual({ scaleTargetRef, minReplicas: 1, maxReplicas: 5, targetCPUUtilizationPercentage: 50 });
    expect(Object.keys(shown.metadata.annotations ?? {})).toEqual(["mine", "autoscaling.alpha.kubernetes.io/metrics", "autoscaling.alpha.kubernetes.io/behavior", "autoscaling.alpha.kubernetes.io/conditions"]);
    expect(storedAs!.toStored(shown)).toEqual(stored);
  });

  test("asks nothing of who says nothing, and survives broken annotations", () => {
    const bare = made(HorizontalPodAutoscalersV1, { metadata: { annotations: { "autoscaling.alpha.kubernetes.io/metrics": "[" } }, ...scaler() });
    expect((storedAs!.toStored(bare) as unknown as { spec: object }).spec).toEqual({ scaleTargetRef, maxReplicas: 5, minReplicas: 1 });
    expect(complaints(HorizontalPodAutoscalersV1, scaler({ maxReplicas: 0 }))).toHaveLength(2);
  });
});
