import { describe, expect, test } from "vitest";
import { heredocOf, LineError, stagesOf, withoutHeredoc, wordsOf } from "./command-line.ts";

const plain = { filters: [], file: undefined, append: false, needsSuccess: false };

describe("the commands of a line", () => {
  test.each([
    ["kubectl get pods", [{ ...plain, command: "kubectl get pods" }]],
    ["", []],
    ["   ", []],
    ["# only a remark", []],
    ["kubectl get pods # all of them", [{ ...plain, command: "kubectl get pods" }]],
    ["a; b", [{ ...plain, command: "a" }, { ...plain, command: "b" }]],
    ["a && b", [{ ...plain, command: "a" }, { ...plain, command: "b", needsSuccess: true }]],
    ["a | grep x | head -n 2", [{ ...plain, command: "a", filters: ["grep x", "head -n 2"] }]],
    ["a -o yaml > x.yaml", [{ ...plain, command: "a -o yaml", file: "x.yaml" }]],
    ["a >> x.yaml", [{ ...plain, command: "a", file: "x.yaml", append: true }]],
    ["a 2>&1 | grep x", [{ ...plain, command: "a", filters: ["grep x"] }]],
    ["exec p -- sh -c 'a | b > c; d'", [{ ...plain, command: "exec p -- sh -c 'a | b > c; d'" }]],
    ['echo "a && b"', [{ ...plain, command: 'echo "a && b"' }]],
    ["get x -o jsonpath='{.a}#b'", [{ ...plain, command: "get x -o jsonpath='{.a}#b'" }]],
    ["a;", [{ ...plain, command: "a" }]],
  ])("%s", (line, stages) => {
    expect(stagesOf(line)).toEqual(stages);
  });

  test.each(["a |", "a >", "a &&", "a || b"])("%s is not understood, and says why", (line) => {
    expect(() => stagesOf(line)).toThrow(LineError);
  });
});

describe("the words of a command", () => {
  test.each([
    ["get  pods", ["get", "pods"]],
    ["-l 'app in (a, b)'", ["-l", "app in (a, b)"]],
    ['--overrides="{\\"a\\": 1}"', ['--overrides={"a": 1}']],
    ["a\\ b", ["a b"]],
    ["", []],
  ])("%s", (command, words) => {
    expect(wordsOf(command)).toEqual(words);
  });
});

describe("here-documents", () => {
  test.each([
    ["cat <<EOF | kubectl apply -f -", "EOF"],
    ["kubectl apply -f - <<'END'", "END"],
    ["kubectl get pods", undefined],
  ])("%s ends with %s", (line, end) => {
    expect(heredocOf(line)).toBe(end);
  });

  test.each(["cat <<EOF | kubectl apply -f -", "kubectl apply -f - <<EOF", "kubectl apply -f - <<'EOF'"])("%s reads standard input as a file", (line) => {
    expect(withoutHeredoc(line)).toBe("kubectl apply -f /dev/stdin");
  });
});
