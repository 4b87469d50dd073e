import { describe, expect, test } from "vitest";
import { generatedName, maskTrailingDash, nameAlphabet, safeEncode, suffixLength } from "./generate-name.ts";
import {
  cIdentifierErrors, conditionReasonErrors, configMapKeyErrors, dns1035LabelErrors, dns1123LabelErrors, dns1123SubdomainErrors, envVarNameErrors, httpHeaderNameErrors,
  labelValueErrors, pathSegmentErrors, percentErrors, portNameErrors, portNumberErrors, qualifiedNameErrors, rangeErrors, regexError, strictEnvVarNameErrors,
  unixIdErrors, wildcardSubdomainErrors,
} from "./names.ts";

type Check = (value: string) => readonly string[];

const tables: readonly { readonly name: string; readonly check: Check; readonly good: readonly string[]; readonly bad: readonly string[] }[] = [
  {
    name: "a DNS-1123 label",
    check: dns1123LabelErrors,
    good: ["a", "ab", "abc", "a1", "a-1", "a--1--2--b", "0", "01", "012", "1a", "1-a", "1--a--b--2", "a".repeat(63)],
    bad: ["", "A", "ABC", "aBc", "A1", "-", "a-", "-a", "1-", "-1", "_", "a_", "_a", "a_b", "1_", ".", "a.", ".a", "a.b", "1.", " ", "a ", " a", "a b", "a\n", "a".repeat(64)],
  },
  {
    name: "a DNS-1123 subdomain",
    check: dns1123SubdomainErrors,
    good: ["a", "ab", "a1", "a-1", "0", "1a", "a.a", "ab.a", "a.b.c", "a.1", "1.a", "1-2.3-4", "a--b.c", "a".repeat(63) + ".b", "a".repeat(253)],
    bad: ["", "A", "-", "a-", "-a", "_", "a_b", ".", "a.", ".a", "a..b", " ", "a b", "A.a", "a.B", "a-.b", "a.-b", "a@b", "a/b", "a".repeat(254)],
  },
  {
    name: "a DNS-1035 label",
    check: dns1035LabelErrors,
    good: ["a", "ab", "a1", "a-1", "a--1--2--b", "a".repeat(63)],
    bad: ["0", "01", "1a", "1-a", "", "A", "-", "a-", "-a", "_", "a_b", ".", "a.b", " ", "a b", "a".repeat(64)],
  },
  {
    name: "a wildcard subdomain",
    check: wildcardSubdomainErrors,
    good: ["*.example.com", "*.bar.com", "*.foo.bar.com"],
    bad: ["*.*.bar.com", "*.foo.*.com", "*bar.com", "f*.bar.com", "*", "", "example.com", "*.", "*.A.com"],
  },
  {
    name: "a qualified name",
    check: qualifiedNameErrors,
    good: ["simple", "now-with-dashes", "1-starts-with-num", "1234", "simple/simple", "now-with-dashes/simple", "1.2.3.4/5678", "Uppercase_Is_OK_123", "example.com/Uppercase_Is_OK_123", "requests.storage-foo", "a".repeat(63), "a".repeat(253) + "/" + "b".repeat(63)],
    bad: ["nospecialchars%^=@", "cantendwithadash-", "-cantstartwithadash-", "only/one/slash", "Example.com/abc", "example_com/abc", "example.com/", "/simple", "a".repeat(64), "a".repeat(254) + "/b", ""],
  },
  {
    name: "a label value",
    check: labelValueErrors,
    good: ["", "simple", "now-with-dashes", "1-starts-with-num", "end-with-num-1", "1234", "UpperCaseAreOK123", "a.b_c-d", "a".repeat(63)],
    bad: ["nospecialchars%^=@", "Tama-nui-te-rā.is.Māori.sun", "\\backslashes\\are\\bad", "-starts-with-dash", "ends-with-dash-", ".starts.with.dot", "ends.with.dot.", "a b", "a".repeat(64)],
  },
  {
    name: "a path segment",
    check: pathSegmentErrors,
    good: ["foo", "foo.bar.baz", "hello world", "system:node", "...", "", "A_b"],
    bad: [".", "..", "foo/bar", "foo%bar", "/", "%", "a%2Fb/c"],
  },
  {
    name: "a port name",
    check: portNameErrors,
    good: ["telnet", "re-mail-ck", "pop3", "a", "a-1", "1-a", "a-1-b-2-c", "1-a-2-b-3"],
    bad: ["longerthan15characters", "", "12345", "1-2-3-4", "-begin", "end-", "two--hyphens", "whois++", "HTTP", "a_b"],
  },
  {
    name: "an environment variable",
    check: envVarNameErrors,
    good: ["A", "a.b", "1abc", "a b", "weird!@#$%^&*()", "-", "..x", "~"],
    bad: ["", "a=b", "=", "é", "a\nb", "a\u0000"],
  },
  {
    name: "an environment variable for kubectl",
    check: strictEnvVarNameErrors,
    good: ["MY_ENV", "my.env-name", "_a", "-a", ".a", "a1"],
    bad: ["", "1a", "a b", "a=b", ".", "..", "..a", "a$"],
  },
  {
    name: "a key of a ConfigMap",
    check: configMapKeyErrors,
    good: ["a", "good", "good-good", "still.good", "this.is.also.good", ".so.is.this", "THIS_IS_GOOD", "so_is_this_17", "a".repeat(253)],
    bad: ["", ".", "..", "..bad", "b*d", "bad!&bad", "a b", "a/b", "a".repeat(254)],
  },
  { name: "a C identifier", check: cIdentifierErrors, good: ["a", "_", "A1", "my_name"], bad: ["", "1a", "a-b", "a.b", "a b"] },
  { name: "a percentage", check: percentErrors, good: ["0%", "1%", "100%", "250%"], bad: ["", "%", "1", "-1%", "1.5%", "a%", "1%%"] },
  { name: "an HTTP header", check: httpHeaderNameErrors, good: ["a", "X-Header", "1"], bad: ["", "a b", "a:b", "a_b", "é"] },
  { name: "a condition reason", check: conditionReasonErrors, good: ["Ready", "a", "ReasonA,ReasonB", "A:b_1"], bad: ["", "1a", "a b", "a,", "a:", "-"] },
];

describe.each(tables)("$name", ({ check, good, bad }) => {
  test("accepts", () => {
    expect(good.filter((value) => check(value).length > 0)).toEqual([]);
  });

  test("refuses", () => {
    expect(bad.filter((value) => check(value).length === 0)).toEqual([]);
  });
});

describe("messages", () => {
  test.each([
    [dns1123LabelErrors, "A", ["a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"]],
    [dns1123LabelErrors, "a.b", ["must not contain dots"]],
    [dns1123LabelErrors, "a".repeat(64), ["must be no more than 63 characters"]],
    [dns1123SubdomainErrors, "A", ["a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"]],
    [dns1035LabelErrors, "1", ["a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"]],
    [qualifiedNameErrors, "/a", ["prefix part must be non-empty"]],
    [qualifiedNameErrors, "", ["name part must be non-empty", "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"]],
    [qualifiedNameErrors, "a".repeat(64), ["name part must be no more than 63 bytes"]],
    [labelValueErrors, "a".repeat(64), ["must be no more than 63 bytes"]],
    [pathSegmentErrors, "..", ["may not be '..'"]],
    [pathSegmentErrors, "a/%", ["may not contain '/'", "may not contain '%'"]],
    [portNameErrors, "A--", ["must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)", "must contain at least one letter (a-z)", "must not contain consecutive hyphens", "must not begin or end with a hyphen"]],
    [envVarNameErrors, "", ["environment variable name must be non-empty"]],
    [envVarNameErrors, "a=b", ["a valid environment variable name must consist only of printable ASCII characters other than '='"]],
    [configMapKeyErrors, "..a", ["must not start with '..'"]],
  ] as const)("%# %j", (check, value, expected) => {
    expect((check as Check)(value)).toEqual(expected);
  });

  test("numbers say their range", () => {
    expect(portNumberErrors(0)).toEqual(["must be between 1 and 65535, inclusive"]);
    expect(portNumberErrors(65_536)).toHaveLength(1);
    expect(portNumberErrors(1)).toEqual([]);
    expect(unixIdErrors(-1)).toEqual(["must be between 0 and 2147483647, inclusive"]);
    expect(rangeErrors(5, 5, 5)).toEqual([]);
  });

  test("a pattern may come without examples", () => {
    expect(regexError("must be so", "[a-z]")).toBe("must be so (regex used for validation is '[a-z]')");
  });
});

describe("generated names", () => {
  test("the base is cut so that a label's length is kept", () => {
    expect(generatedName("web-", "abcde")).toBe("web-abcde");
    expect(generatedName("x".repeat(70), "abcde")).toBe(`${"x".repeat(58)}abcde`);
    expect(suffixLength).toBe(5);
  });

  test("the alphabet has no vowels and nothing that looks alike", () => {
    expect(nameAlphabet).toMatch(/^[b-df-hj-np-tv-z24-9]+$/);
    expect(nameAlphabet).not.toMatch(/[aeiouy013]/);
    expect(nameAlphabet).toHaveLength(27);
  });

  test("hashes are spelt in it", () => {
    expect(safeEncode("0123456789")).toBe("456789bcdf");
    expect(safeEncode("")).toBe("");
  });

  test.each([
    ["web-", "wea"],
    ["web", "web"],
    ["-", "-"],
    ["a-", "a"],
    ["a.-", "aa"],
  ])("the prefix %s is checked as %s", (prefix, expected) => {
    expect(maskTrailingDash(prefix)).toBe(expected);
  });
});
