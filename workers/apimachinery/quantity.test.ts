import { describe, expect, test } from "vitest";
import {
  addQuantity, approximateFloat, compareQuantity, formatQuantity, isQuantity, maxQuantity, milliQuantityOf, milliValue, multiplyQuantity,
  parseQuantity, quantityOf, quantitySign, subtractQuantity, value,
} from "./quantity.ts";

const nano = (units: number, exponent: number) => BigInt(units) * 10n ** BigInt(exponent + 9);

describe("reading", () => {
  test.each([
    ["0", nano(0, 0), "DecimalSI"],
    ["0n", nano(0, 0), "DecimalSI"],
    ["0Ki", nano(0, 0), "BinarySI"],
    ["0Mi", nano(0, 0), "BinarySI"],
    ["0M", nano(0, 0), "DecimalSI"],
    ["1", nano(1, 0), "DecimalSI"],
    ["1Ki", nano(1024, 0), "BinarySI"],
    ["8Ki", nano(8192, 0), "BinarySI"],
    ["7Mi", nano(7 * 1024 ** 2, 0), "BinarySI"],
    ["6Gi", nano(6 * 1024 ** 3, 0), "BinarySI"],
    ["5Ti", nano(5 * 1024 ** 4, 0), "BinarySI"],
    ["4Pi", nano(4 * 1024 ** 5, 0), "BinarySI"],
    ["3Ei", 3n * 1024n ** 6n * 10n ** 9n, "BinarySI"],
    ["100Ti", nano(100 * 1024 ** 4, 0), "BinarySI"],
    ["5n", nano(5, -9), "DecimalSI"],
    ["4u", nano(4, -6), "DecimalSI"],
    ["3m", nano(3, -3), "DecimalSI"],
    ["9", nano(9, 0), "DecimalSI"],
    ["8k", nano(8, 3), "DecimalSI"],
    ["50k", nano(5, 4), "DecimalSI"],
    ["7M", nano(7, 6), "DecimalSI"],
    ["6G", nano(6, 9), "DecimalSI"],
    ["5T", nano(5, 12), "DecimalSI"],
    ["300T", nano(3, 14), "DecimalSI"],
    ["2P", nano(2, 15), "DecimalSI"],
    ["1E", nano(1, 18), "DecimalSI"],
    ["12E", nano(12, 18), "DecimalSI"],
    ["1E-3", nano(1, -3), "DecimalExponent"],
    ["1e3", nano(1, 3), "DecimalExponent"],
    ["1E6", nano(1, 6), "DecimalExponent"],
    ["1E18", nano(1, 18), "DecimalExponent"],
    ["1e14", nano(1, 14), "DecimalExponent"],
    ["100.035k", nano(100035, 0), "DecimalSI"],
    ["0.001", nano(1, -3), "DecimalSI"],
    ["0.0005k", nano(5, -1), "DecimalSI"],
    ["0.5", nano(5, -1), "DecimalSI"],
    ["0.00050k", nano(5, -1), "DecimalSI"],
    ["0.05000", nano(5, -2), "DecimalSI"],
    ["0.5e0", nano(5, -1), "DecimalExponent"],
    ["0.5e-2", nano(5, -3), "DecimalExponent"],
    ["10.035M", nano(10035, 3), "DecimalSI"],
    ["1.3E+6", nano(13, 5), "DecimalExponent"],
    ["1.53E12", nano(153, 10), "DecimalExponent"],
    ["9.01", nano(901, -2), "DecimalSI"],
    ["7.123456M", nano(7123456, 0), "DecimalSI"],
    ["6.987654321G", nano(6987654321, 0), "DecimalSI"],
    ["1.01E", nano(101, 16), "DecimalSI"],
    ["100.035Ki", nano(10243584, -2), "BinarySI"],
    ["0.5Mi", nano(524288, 0), "BinarySI"],
    ["0.05Gi", nano(536870912, -1), "BinarySI"],
    ["0.025Ti", nano(274877906944, -1), "BinarySI"],
    [".001", nano(1, -3), "DecimalSI"],
    [".0001k", nano(100, -3), "DecimalSI"],
    ["1.", nano(1, 0), "DecimalSI"],
    ["1.G", nano(1, 9), "DecimalSI"],
    ["+5m", nano(5, -3), "DecimalSI"],
    ["-5m", nano(-5, -3), "DecimalSI"],
    ["-1Gi", nano(-(1024 ** 3), 0), "BinarySI"],
  ] as const)("%s", (text, expected, format) => {
    expect(parseQuantity(text)).toMatchObject({ nano: expected, format });
  });

  test.each([
    ["3.001n", "4n"],
    ["1.1E-9", "2e-9"],
    ["0.0000000001", "1n"],
    ["0.5e-9", "1e-9"],
    ["0.9n", "1n"],
    ["0.00000012345", "124n"],
    ["0.00000012354", "124n"],
    ["0.000000000001Ki", "2n"],
    ["-0.9n", "-1n"],
    ["9Ei", "9223372036854775807"],
    ["9223372036854775807Ki", "9223372036854775807"],
  ])("%s rounds up or saturates to %s", (text, expected) => {
    expect(formatQuantity(text)).toBe(expected);
  });

  test.each(["", "1.1.M", "1+1.0M", "0.1am", "aoeu", " 1", "1 ", "1GB", "12 Gi", "1e3e", "0x10", "1,5", "1KI"].map((text) => [text]))("%j is no quantity", (text) => {
    expect(isQuantity(text)).toBe(false);
    expect(() => parseQuantity(text)).toThrow(/^(quantities must match the regular expression '\^\(\[\+-\]\?\[0-9\.\]\+\)\(\[eEinumkKMGTP\]\*\[-\+\]\?\[0-9\]\*\)\$'|unable to parse quantity's suffix)$/);
  });

  test.each([".5i", "1i", "-3.01i", "-3.01e-", "0.1mi", "1mm", "5K", "3e"].map((text) => [text]))(
    "%j has a suffix that does not exist",
    (text) => {
      expect(() => parseQuantity(text)).toThrow("unable to parse quantity's suffix");
    },
  );

  test("a number of the wire reads like its text", () => {
    expect(formatQuantity(2)).toBe("2");
    expect(formatQuantity(0.5)).toBe("500m");
    expect(formatQuantity(1e21)).toBe("1e+21");
  });
});

describe("writing the canonical form", () => {
  test.each([
    ["1Ki", "1Ki"],
    ["1Mi", "1Mi"],
    ["1024Mi", "1Gi"],
    ["2048Ki", "2Mi"],
    ["1500Mi", "1500Mi"],
    ["1536Mi", "1536Mi"],
    ["1000M", "1G"],
    ["1000Mi", "1000Mi"],
    ["0.5", "500m"],
    ["0.1", "100m"],
    [".001Ki", "1024m"],
    [".000001Ki", "1024u"],
    [".000000001Ki", "1024n"],
    ["0.5Gi", "512Mi"],
    ["1.5Gi", "1536Mi"],
    ["100.035Ki", "102435840m"],
    ["1000m", "1"],
    ["1500m", "1500m"],
    ["2000m", "2"],
    ["0.100", "100m"],
    ["1.5", "1500m"],
    ["1000", "1k"],
    ["1024", "1024"],
    ["10000", "10k"],
    ["100000000", "100M"],
    ["512Ki", "512Ki"],
    ["0.25Ki", "256"],
    ["-1000m", "-1"],
    ["-0.5", "-500m"],
    ["00", "0"],
    ["0Gi", "0"],
    ["0e5", "0"],
    [".001e12", "1e9"],
    ["1000e-12", "1e-9"],
    ["0.001e0", "1e-3"],
    ["300e6", "300e6"],
    ["80e-3", "80e-3"],
    ["1000e3", "1e6"],
    ["1000E", "1000E"],
    ["108e-8", "1080e-9"],
    ["10.8e3", "10800"],
  ])("%s becomes %s", (text, expected) => {
    expect(formatQuantity(text)).toBe(expected);
  });

  test("text that passes the quick look of Kubernetes stays as it was written", () => {
    expect(formatQuantity("1.500")).toBe("1.500");
    expect(formatQuantity("0.500")).toBe("500m");
    expect(formatQuantity("+7")).toBe("+7");
    expect(formatQuantity("1E3")).toBe("1E3");
  });

  test("what was written reads back as the same amount", () => {
    for (const text of ["1", "1.5", "3Gi", "77m", "2.5e-7", "123456789", "0.3Ti", "99n", "5E", "1e-9"]) {
      expect(compareQuantity(formatQuantity(text), text)).toBe(0);
      expect(formatQuantity(formatQuantity(text))).toBe(formatQuantity(text));
    }
  });
});

describe("arithmetic", () => {
  test.each([
    ["0", "0", 0],
    ["100m", "50m", 1],
    ["50m", "100m", -1],
    ["10000T", "100Gi", 1],
    ["1", "1000m", 0],
    ["1Gi", "1024Mi", 0],
    ["1Gi", "1G", 1],
    ["-1", "0", -1],
  ] as const)("%s compared with %s", (a, b, expected) => {
    expect(compareQuantity(a, b)).toBe(expected);
  });

  test.each([
    ["100m", "0", "100m"],
    ["0", "100m", "100m"],
    ["0", "1Gi", "1Gi"],
    ["1Gi", "0", "1Gi"],
    ["1Gi", "1Mi", "1025Mi"],
    ["500m", "500m", "1"],
    ["1", "1Mi", "1048577"],
    ["1Mi", "1", "1048577"],
    ["-50m", "50m", "0"],
    ["1n", "1E", "1000000000000000000000000001n"],
  ])("%s + %s = %s", (a, b, expected) => {
    expect(formatQuantity(addQuantity(a, b))).toBe(expected);
  });

  test.each([
    ["1", "0", "1"],
    ["0", "1Gi", "-1Gi"],
    ["0", "100m", "-100m"],
    ["1Gi", "1Mi", "1023Mi"],
    ["1Gi", "1073741823", "1"],
    ["100m", "150m", "-50m"],
  ])("%s - %s = %s", (a, b, expected) => {
    expect(formatQuantity(subtractQuantity(a, b))).toBe(expected);
  });

  test.each([
    ["0", 0, 0],
    ["1", 1, 1000],
    ["1m", 1, 1],
    ["100m", 1, 100],
    ["1500m", 2, 1500],
    ["1u", 1, 1],
    ["1001u", 1, 2],
    ["-1500m", -2, -1500],
    ["128Mi", 134217728, 134217728000],
    ["2Ti", 2199023255552, 2199023255552000],
    ["0.1Ki", 103, 102400],
  ])("%s is %d whole units, rounded up, or %d thousandths", (text, units, thousandths) => {
    expect(value(text)).toBe(units);
    expect(milliValue(text)).toBe(thousandths);
  });

  test("quantities are made from numbers", () => {
    expect(formatQuantity(quantityOf(3 * 1024 ** 2, "BinarySI"))).toBe("3Mi");
    expect(formatQuantity(quantityOf(3))).toBe("3");
    expect(formatQuantity(milliQuantityOf(250))).toBe("250m");
    expect(formatQuantity(multiplyQuantity("250m", 8))).toBe("2");
    expect(formatQuantity(maxQuantity("900m", "1"))).toBe("1");
  });

  test("sign and float", () => {
    expect([quantitySign("-1m"), quantitySign("0Gi"), quantitySign("1n")]).toEqual([-1, 0, 1]);
    expect(approximateFloat("1500m")).toBe(1.5);
    expect(approximateFloat("-2.5")).toBe(-2.5);
    expect(approximateFloat("1Ki")).toBe(1024);
  });
});
