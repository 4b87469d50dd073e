import { describe, expect, test } from "vitest";
import { contains, formatIp, isLoopback, parseCidr, parseIp, reverseName } from "./ip.ts";

describe("addresses", () => {
  const valid: readonly [string, number][] = [
    ["0.0.0.0", 0],
    ["10.244.1.7", 0x0af40107],
    ["255.255.255.255", 0xffffffff],
    ["127.0.0.1", 0x7f000001],
  ];
  test.each(valid)("%s is read and written back", (text, value) => {
    expect(parseIp(text)).toBe(value);
    expect(formatIp(value)).toBe(text);
  });

  test.each(["", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.a", "01.2.3.4", "1..2.3", "1.2.3.", ".1.2.3", "::1", "web", "1.2.3.4/24", " 1.2.3.4"])("%j is no address", (text) => {
    expect(parseIp(text)).toBeUndefined();
  });
});

describe("ranges", () => {
  const cases: readonly [string, string, readonly string[], readonly string[]][] = [
    ["10.244.1.0/24", "10.244.1.0/24", ["10.244.1.0", "10.244.1.255"], ["10.244.0.255", "10.244.2.0"]],
    ["10.244.1.77/24", "10.244.1.0/24", ["10.244.1.3"], ["10.244.3.1"]],
    ["10.96.0.0/12", "10.96.0.0/12", ["10.96.0.1", "10.111.255.255"], ["10.112.0.0", "10.95.255.255"]],
    ["192.0.2.1/32", "192.0.2.1/32", ["192.0.2.1"], ["192.0.2.2"]],
    ["0.0.0.0/0", "0.0.0.0/0", ["1.2.3.4", "255.255.255.255"], []],
  ];
  test.each(cases)("%s", (text, canonical, inside, outside) => {
    const cidr = parseCidr(text)!;
    expect(cidr.text).toBe(canonical);
    for (const ip of inside) expect(contains(cidr, ip)).toBe(true);
    for (const ip of outside) expect(contains(cidr, ip)).toBe(false);
  });

  test.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "10.0.0.0/8/8", "x/8", "10.0.0.0/"])("%j is no range", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test("a text that is no address is in no range", () => {
    expect(contains(parseCidr("0.0.0.0/0")!, "web")).toBe(false);
  });
});

test("loopback addresses and reverse names", () => {
  expect(["127.0.0.1", "127.1.2.3", "128.0.0.1", "10.127.0.1"].map(isLoopback)).toEqual([true, true, false, false]);
  expect(reverseName("10.96.0.1")).toBe("1.0.96.10.in-addr.arpa");
});
