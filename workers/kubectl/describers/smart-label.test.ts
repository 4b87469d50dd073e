import { expect, test } from "vitest";
import { smartLabel } from "./smart-label.ts";

test.each([
  ["holderIdentity", "Holder Identity"],
  ["kind", "Kind"],
  ["apiVersion", "API Version"],
  ["uid", "UID"],
  ["podIPs", "Pod I Ps"],
  ["clusterIP", "Cluster IP"],
  ["some.dotted/key", "some.dotted/key"],
  ["APIGroup", "APIGroup"],
  ["hostURL", "Host URL"],
  ["x-y", "X - Y"],
])("%s", (field, label) => {
  expect(smartLabel(field)).toBe(label);
});
