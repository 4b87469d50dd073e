import { describe, expect, test } from "vitest";
import type { Draft } from "../../apimachinery/object.ts";
import { errorMessage } from "../../apimachinery/validation.ts";
import { deepFreeze } from "../../base/freeze.ts";
import type { Deployment } from "./deployment.ts";
import { Deployments } from "./deployment.ts";
import { ReplicaSets } from "./replica-set.ts";

type Spec = Partial<Deployment["spec"]>;

const selector = { matchLabels: { app: "web" } };
const template = { metadata: { labels: { app: "web" } }, spec: { containers: [{ name: "web", image: "nginx" }] } };

function deploymentOf(spec: Spec): Deployment {
  const draft = { metadata: { name: "web", namespace: "default", uid: "1", resourceVersion: "7", creationTimestamp: "2026-04-22T10:00:00Z" }, spec: { selector, template, ...spec } } as Draft<Deployment>;
  return deepFreeze(Deployments.prepareForCreate(Deployments.defaults(draft) as Deployment));
}

const complaints = (spec: Spec) => Deployments.validate(deploymentOf(spec)).map(errorMessage);

test("a Deployment rolls a quarter of one pod at a time unless it says otherwise", () => {
  expect(deploymentOf({}).spec).toEqual({
    selector,
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" } },
    template: {
      metadata: { labels: { app: "web" } },
      spec: {
        containers: [{ name: "web", image: "nginx", imagePullPolicy: "Always", resources: {}, terminationMessagePath: "/dev/termination-log", terminationMessagePolicy: "File" }],
        dnsPolicy: "ClusterFirst",
        restartPolicy: "Always",
        schedulerName: "default-scheduler",
        securityContext: {},
        terminationGracePeriodSeconds: 30,
      },
    },
  });
  expect(deploymentOf({}).status).toEqual({});
});

test("one that recreates its pods rolls nothing", () => {
  expect(deploymentOf({ strategy: { type: "Recreate" } }).spec.strategy).toEqual({ type: "Recreate" });
});

test("zero replicas stay zero", () => {
  expect(deploymentOf({ replicas: 0 }).spec.replicas).toBe(0);
});

test("defaults that are there already are not copied", () => {
  const deployment = deploymentOf({});
  expect(Deployments.defaults(deployment)).toBe(deployment);
});

test.each<readonly [string, Spec, readonly string[]]>([
  ["a sound spec", {}, []],
  ["no selector", { selector: undefined }, ["spec.selector: Required value", 'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`']],
  ["an empty selector", { selector: {} }, ["spec.selector: Invalid value: {}: empty selector is invalid for deployment"]],
  ["another app's pods", { selector: { matchLabels: { app: "db" } } }, ['spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`']],
  ["a selector with an unknown operator", { selector: { matchExpressions: [{ key: "app", operator: "Is", values: ["web"] }] } }, ['spec.selector.matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator']],
  ["fewer than no replicas", { replicas: -1 }, ["spec.replicas: Invalid value: -1: must be greater than or equal to 0"]],
  ["pods that end", { template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } }, ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"']],
  ["a template without containers", { template: { metadata: template.metadata, spec: { containers: [] } } }, ["spec.template.spec.containers: Required value"]],
  ["a bad label in its template", { template: { ...template, metadata: { labels: { app: "web", "a b": "" } } } }, [expect.stringContaining('spec.template.labels: Invalid value: "a b": name part must consist of') as string]],
  ["a deadline that cannot be met", { minReadySeconds: 600 }, ["spec.progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"]],
  ["a strategy of two minds", { strategy: { type: "Recreate", rollingUpdate: {} } }, ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"]],
  ["an unknown strategy", { strategy: { type: "Canary" as never } }, ['spec.strategy: Unsupported value: {"type":"Canary"}: supported values: "Recreate", "RollingUpdate"']],
  ["no room to move", { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: "0%" } } }, ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when `maxSurge` is 0']],
  ["more than everything unavailable", { strategy: { rollingUpdate: { maxUnavailable: "101%" } } }, ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%']],
  ["a share that is none", { strategy: { rollingUpdate: { maxSurge: "a lot" } } }, ["spec.strategy.rollingUpdate.maxSurge: Invalid value: \"a lot\": a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"]],
])("%s", (_, spec, expected) => {
  expect(complaints(spec)).toEqual(expected);
});

test("the selector is fixed", () => {
  const before = deploymentOf({});
  const after = { ...before, spec: { ...before.spec, selector: { matchLabels: { app: "web", tier: "front" } } } };
  expect(Deployments.validateUpdate(after, before).map(errorMessage)).toEqual(['spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"front"}}: field is immutable']);
  expect(Deployments.validateUpdate({ ...before, spec: { ...before.spec, replicas: 5 } }, before)).toEqual([]);
});

test.each<readonly [string, Deployment["status"], readonly string[]]>([
  ["sound", { replicas: 3, readyReplicas: 2, availableReplicas: 1 }, []],
  ["more ready than there are", { replicas: 1, readyReplicas: 2 }, ["status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas"]],
  ["more available than ready", { replicas: 2, readyReplicas: 1, availableReplicas: 2 }, ["status.availableReplicas: Invalid value: 2: cannot be greater than readyReplicas"]],
  ["negative", { replicas: 0, readyReplicas: -1, availableReplicas: -1 }, ["status.readyReplicas: Invalid value: -1: must be greater than or equal to 0", "status.availableReplicas: Invalid value: -1: must be greater than or equal to 0"]],
  ["forgetting collisions", { collisionCount: 0 }, ["status.collisionCount: Invalid value: 0: cannot be decremented"]],
])("a status that is %s", (_, status, expected) => {
  const before = { ...deploymentOf({}), status: { ...(status.collisionCount === 0 && { collisionCount: 1 }) } };
  expect(Deployments.validateStatusUpdate({ ...before, status }, before).map(errorMessage)).toEqual(expected);
});

describe("as kubectl shows it", () => {
  const now = Date.UTC(2026, 3, 22, 12);

  test("a Deployment", () => {
    const deployment = { ...deploymentOf({ replicas: 3 }), status: { readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2 } };
    expect(Deployments.columns.map((column) => column.cell(deployment, { now }))).toEqual(["web", "2/3", 1, 2, "120m", "web", "nginx", "app=web"]);
  });

  test("a ReplicaSet", () => {
    const draft = { metadata: { name: "web-x1", creationTimestamp: "2026-04-22T10:00:00Z" }, spec: { replicas: 2, selector, template } };
    const replicaSet = ReplicaSets.prepareForCreate(ReplicaSets.defaults(draft) as never);
    expect(ReplicaSets.columns.map((column) => column.cell(replicaSet, { now }))).toEqual(["web-x1", 2, 0, 0, "120m", "web", "nginx", "app=web"]);
  });
});

test("scaling reads and writes the replicas", () => {
  const deployment = deploymentOf({ replicas: 3 });
  expect(Deployments.scale?.replicas(deployment)).toBe(3);
  expect(Deployments.scale?.replicas(Deployments.scale.withReplicas(deployment, 7))).toBe(7);
  expect(Deployments.scale?.selector(deployment)).toBe("app=web");
});
