import { describe, expect, test } from "vitest";
import { errorMessage } from "../apimachinery/validation.ts";
import { FieldErrors } from "./field-errors.ts";
import { cidrContains, isCidr, isDualStack, isIp, isIpv6, validateCidr, validateIp, validateNonSpecialIp } from "./ip-validation.ts";

const complaints = (validate: (text: string, errors: FieldErrors) => void, text: string) => {
  const errors = new FieldErrors();
  errors.at("ip", text, validate);
  return errors.list().map(errorMessage);
};

test.each([
  ["10.0.0.1", true], ["010.000.0.01", true], ["255.255.255.255", true], ["256.0.0.1", false], ["10.0.0", false], ["10.0.0.1.2", false],
  ["::1", true], ["2001:db8::ffff", true], ["::ffff:10.0.0.1", true], ["fe80::1%eth0", false], ["a", false], ["", false], ["10.0.0.1/8", false], ["0x0a.0.0.1", false],
])("%j is an address: %s", (text, expected) => {
  expect(isIp(text)).toBe(expected);
});

test.each([
  ["10.0.0.0/8", true], ["10.0.0.0/33", false], ["::/0", true], ["::/129", false], ["10.0.0.0", false], ["10.0.0.0/", false], ["10.0.0.0/8/8", false], ["10.0.0.0/-1", false],
])("%j is a network: %s", (text, expected) => {
  expect(isCidr(text)).toBe(expected);
});

test.each([
  ["10.0.0.0/8", "10.1.0.0/16", true],
  ["10.0.0.0/8", "10.0.0.0/8", false],
  ["10.0.0.0/8", "11.0.0.0/16", false],
  ["10.0.0.0/16", "10.0.0.0/8", false],
  ["0.0.0.0/0", "192.168.0.0/16", true],
  ["fd00::/8", "fd12::/16", true],
  ["0.0.0.0/0", "fd00::/8", false],
])("%s holds %s and more: %s", (outer, inner, expected) => {
  expect(cidrContains(outer, inner)).toBe(expected);
});

test("families are told apart", () => {
  expect([isIpv6("::1"), isIpv6("10.0.0.1"), isIpv6("x")]).toEqual([true, false, false]);
  expect(isDualStack(["10.0.0.1", "::1"])).toBe(true);
  expect(isDualStack(["::1", "10.0.0.1"])).toBe(true);
  expect(isDualStack(["10.0.0.1", "10.0.0.2"])).toBe(false);
  expect(isDualStack(["10.0.0.1"])).toBe(false);
});

describe("what cannot be sent to", () => {
  test.each<readonly [string, readonly string[]]>([
    ["10.244.0.5", []],
    ["8.8.8.8", []],
    ["fd00::1", []],
    ["0.0.0.0", ['ip: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)']],
    ["::", ['ip: Invalid value: "::": may not be unspecified (::)']],
    ["127.0.0.1", ['ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)']],
    ["169.254.1.1", ['ip: Invalid value: "169.254.1.1": may not be in the link-local range (169.254.0.0/16, fe80::/10)']],
    ["fe80::1", ['ip: Invalid value: "fe80::1": may not be in the link-local range (169.254.0.0/16, fe80::/10)']],
    ["224.0.0.1", ['ip: Invalid value: "224.0.0.1": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)']],
    ["ff02::1", ['ip: Invalid value: "ff02::1": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)']],
    ["here", ['ip: Invalid value: "here": must be a valid IP address']],
  ])("%s", (text, expected) => {
    expect(complaints(validateNonSpecialIp, text)).toEqual(expected);
    expect(complaints(validateNonSpecialIp, text)).toEqual(expected);
  });
});

test("errors show an example", () => {
  expect(complaints(validateIp, "x")).toEqual(['ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']);
  expect(complaints(validateCidr, "x")).toEqual(['ip: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']);
  expect(complaints(validateIp, "::1")).toEqual([]);
});
