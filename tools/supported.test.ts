import { describe, expect, test } from "vitest";
import { readSupported, supportedText, withSection } from "./supported.ts";

const supported = readSupported();

describe("what is supported", () => {
  test("names kinds under their API version", () => {
    const apps = supported.kinds.find(([version]) => version === "apps/v1")?.[1];
    expect(apps).toEqual(expect.arrayContaining(["Deployment", "ReplicaSet"]));
    expect(supported.kinds.find(([version]) => version === "v1")?.[1]).toEqual(expect.arrayContaining(["Pod", "Service", "Node"]));
  });

  test.each([
    ["controllers", "deployment"],
    ["controllers", "node-lifecycle"],
    ["plugins", "NodeResourcesFit"],
    ["plugins", "DefaultPreemption"],
    ["plugins", "TaintToleration"],
    ["commands", "get"],
    ["images", "nginx"],
  ] as const)("%s have %s", (list, name) => {
    expect(supported[list]).toContain(name);
  });

  test("frameworks are no controllers", () => {
    expect(supported.controllers).not.toContain("framework");
  });

  test("the text says all of it", () => {
    const text = supportedText(supported);
    for (const name of ["| `apps/v1` |", "NodeResourcesFit", "`kubectl`".slice(1, 8), "`nginx`"]) expect(text).toContain(name);
  });
});

describe("the section of the README", () => {
  const document = "before\n<!-- supported: begin -->\nold\n<!-- supported: end -->\nafter\n";

  test("is replaced, and nothing else", () => {
    expect(withSection(document, "new")).toBe("before\n<!-- supported: begin -->\nnew\n<!-- supported: end -->\nafter\n");
  });

  test("replaced twice is the same", () => {
    expect(withSection(withSection(document, "new"), "new")).toBe(withSection(document, "new"));
  });

  test("must be there", () => {
    expect(() => withSection("nothing", "new")).toThrow("needs the marks");
  });
});
