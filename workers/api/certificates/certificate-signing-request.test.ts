import { expect, test } from "vitest";
import { complaints, made, row, statusUpdates, updates } from "../../testing/made-object.ts";
import { CertificateSigningRequests, requestConditionText } from "./certificate-signing-request.ts";

const request = (spec: object = {}) => ({ spec: { request: "Q1NS", signerName: "example.com/signer", usages: ["client auth"], username: "jane", ...spec } });
const condition = (type: string) => ({ type, status: "True" });

test.each<readonly [string, object, readonly string[]]>([
  ["complete", request({ expirationSeconds: 600 }), []],
  ["for nothing", request({ request: undefined, usages: [] }), ["spec.request: Required value", "spec.usages: Required value"]],
  ["for one use twice", request({ usages: ["client auth", "client auth"] }), ['spec.usages[1]: Duplicate value: "client auth"']],
  ["to nobody", request({ signerName: "" }), ["spec.signerName: Required value"]],
  ["to somebody without a domain", request({ signerName: "me" }), ['spec.signerName: Invalid value: "me": must be a domain-prefixed path (such as "acme.io/foo")']],
  ["for a moment", request({ expirationSeconds: 599 }), ["spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 600 seconds (10 minutes)"]],
])("a request that is %s", (_, draft, expected) => {
  expect(complaints(CertificateSigningRequests, draft)).toEqual(expected);
});

test("a request stays what it is, and so does its certificate", () => {
  expect(updates(CertificateSigningRequests, request(), request({ username: "joe" }))).toHaveLength(1);
  expect(statusUpdates(CertificateSigningRequests, { ...request(), status: { certificate: "QQ==" } }, { certificate: "Qg==" })).toEqual(['status.certificate: Invalid value: "Qg==": field is immutable']);
  expect(statusUpdates(CertificateSigningRequests, request(), { certificate: "Qg==" })).toEqual([]);
});

test.each<readonly [object, string]>([
  [{}, "Pending"],
  [{ conditions: [condition("Approved")] }, "Approved"],
  [{ conditions: [condition("Approved")], certificate: "QQ==" }, "Approved,Issued"],
  [{ conditions: [condition("Denied")] }, "Denied"],
  [{ conditions: [condition("Approved"), condition("Failed")] }, "Approved,Failed"],
])("of status %j it is %s", (status, text) => {
  expect(requestConditionText({ ...made(CertificateSigningRequests, request()), status } as never)).toBe(text);
});

test("a row says who asks whom", () => {
  expect(row(CertificateSigningRequests, made(CertificateSigningRequests, request({ expirationSeconds: 3600 })))).toEqual(["a", "10m", "example.com/signer", "jane", "60m", "Pending"]);
  expect(CertificateSigningRequests.selectableFields["spec.signerName"]?.get(made(CertificateSigningRequests, request()))).toBe("example.com/signer");
});
