import { describe, expect, test } from "vitest";
import { columns, completionsOf, sharedEnding, unabbreviated } from "./complete-line.ts";

const asked: string[] = [];
const sources = {
  async kubectl(line: string) {
    asked.push(line);
    const from = line.lastIndexOf(" ") + 1;
    return { from, candidates: ["pods", "podtemplates"].filter((name) => name.startsWith(line.slice(from))) };
  },
  files: () => ["web.yaml", "mongo.yaml"],
  names: ["kubectl", "clear", "cat"],
};

describe("what could come next", () => {
  test.each([
    ["", 0, ["kubectl", "clear", "cat"]],
    ["c", 0, ["clear", "cat"]],
    ["kubectl get po", 12, ["pods", "podtemplates"]],
    ["k get po", 6, ["pods", "podtemplates"]],
    ["kubectl apply -f ", 17, ["web.yaml", "mongo.yaml"]],
    ["kubectl apply -f w", 17, ["web.yaml"]],
    ["kubectl apply --filename=m", 25, ["mongo.yaml"]],
    ["cat w", 4, ["web.yaml"]],
    ["helm ins", 5, []],
  ])("after %j", async (line, from, candidates) => {
    expect(await completionsOf(line, sources)).toEqual({ from, candidates });
  });

  test("kubectl is asked with its whole name", async () => {
    await completionsOf("k get p", sources);
    expect(asked.at(-1)).toBe("kubectl get p");
  });

  test.each([
    ["k get pods", "kubectl get pods"],
    ["k", "kubectl"],
    ["kubectl get pods", "kubectl get pods"],
    ["kind get", "kind get"],
  ])("%s means %s", (command, whole) => {
    expect(unabbreviated(command)).toBe(whole);
  });
});

describe("what Tab writes", () => {
  test.each<[string, readonly string[], string]>([
    ["po", ["pods"], "ds "],
    ["po", ["pods", "podtemplates"], "d"],
    ["pod", ["pods", "podtemplates"], ""],
    ["--name", ["--namespace="], "space="],
    ["x", [], ""],
    ["", ["a", "b"], ""],
  ])("%s of %j adds %j", (word, candidates, added) => {
    expect(sharedEnding(word, candidates)).toBe(added);
  });

  test("candidates stand in columns, read downwards", () => {
    expect(columns(["a", "b", "c", "d", "e"], 9)).toBe("a  c  e\nb  d");
    expect(columns(["a-very-long-name", "b"], 5)).toBe("a-very-long-name\nb");
  });
});
