import { expect, test } from "vitest";
import { deployment, replicaSet } from "../../testing/workloads.ts";
import { currentAnnotations, nextRevision, numberIn, replicasAnnotations, revisionNumber } from "./revision.ts";

const revision = "deployment.kubernetes.io/revision";
const history = "deployment.kubernetes.io/revision-history";
const withRevision = (name: string, value: string) => replicaSet(name, 0, { metadata: { annotations: { [revision]: value } } });

test.each([
  ["7", 7],
  ["0", 0],
  ["", 0],
  ["seven", 0],
])("the revision in %j is %i", (text, expected) => {
  expect(revisionNumber(withRevision("a", text))).toBe(expected);
});

test("an object without annotations has revision 0", () => {
  expect(revisionNumber(replicaSet("a", 0))).toBe(0);
});

test("the next revision follows the highest old one", () => {
  expect(nextRevision([])).toBe(1);
  expect(nextRevision([withRevision("a", "2"), withRevision("b", "11"), replicaSet("c", 0)])).toBe(12);
});

const plain = deployment("foo", 3);

test("a new replica set gets the Deployment's annotations but for those that are its own", () => {
  const foo = deployment("foo", 3, {
    metadata: {
      annotations: {
        "kubernetes.io/change-cause": "image 2",
        "kubectl.kubernetes.io/last-applied-configuration": "{}",
        [revision]: "9",
        [history]: "1",
        "deployment.kubernetes.io/desired-replicas": "1",
        "deployment.kubernetes.io/max-replicas": "1",
        "deprecated.deployment.rollback.to": "1",
      },
    },
  });
  expect(currentAnnotations(foo, {}, 4)).toEqual({ "kubernetes.io/change-cause": "image 2", [revision]: "4" });
});

test("annotations that are right already come back as the same record", () => {
  const have = { [revision]: "4", other: "x" };
  expect(currentAnnotations(plain, have, 4)).toBe(have);
  expect(currentAnnotations(plain, have, 3)).toBe(have);
});

test("a template that comes back gets the newest revision and remembers the old ones", () => {
  const second = currentAnnotations(plain, { [revision]: "1" }, 3);
  expect(second).toEqual({ [revision]: "3", [history]: "1" });
  expect(currentAnnotations(plain, second, 5)).toEqual({ [revision]: "5", [history]: "1,3" });
});

test("the history forgets its beginning when it grows too long", () => {
  const long = Array.from({ length: 600 }, (_unused, index) => String(1000 + index)).join(",");
  const next = currentAnnotations(plain, { [revision]: "5000", [history]: long }, 5001)[history] ?? "";
  expect(next.length).toBeLessThanOrEqual(2000);
  expect(next.endsWith(",1599,5000")).toBe(true);
});

test("a revision that is no number is left alone", () => {
  const have = { [revision]: "one" };
  expect(currentAnnotations(plain, have, 3)).toBe(have);
});

test("the size is noted with and without surge", () => {
  expect(replicasAnnotations(deployment("foo", 10, { maxSurge: "25%" }))).toEqual({
    "deployment.kubernetes.io/desired-replicas": "10",
    "deployment.kubernetes.io/max-replicas": "13",
  });
});

test.each([
  ["12", 12],
  ["x", undefined],
  ["", undefined],
])("the number in the annotation %j is %s", (text, expected) => {
  expect(numberIn(replicaSet("a", 0, { metadata: { annotations: { n: text } } }), "n")).toBe(expected);
});
