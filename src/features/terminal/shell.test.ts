import { describe, expect, test } from "vitest";
import type { TerminalSink } from "../../../workers/protocol/session.ts";
import type { ManifestFile } from "../../cluster/files-slice.ts";
import { Shell } from "./shell.ts";

interface Ran {
  readonly line: string;
  readonly files: Readonly<Record<string, string>>;
}

/** A shell whose kubectl answers with what it was asked, and ends at once unless it "hangs". */
function startShell(saved: ManifestFile[] = [{ name: "web.yaml", text: "kind: Pod" }, { name: "b.yaml", text: "kind: Node" }]) {
  const ran: Ran[] = [];
  let written = "";
  let interrupts = 0;
  const typed: string[] = [];
  const screen = { write: (text: string) => void (written += text), clear: () => void (written = ""), columns: 80 };
  const shell = new Shell({
    screen,
    async kubectl(line: string, files: Readonly<Record<string, string>>, sink: TerminalSink) {
      ran.push({ line, files });
      sink.write(`ran ${line}\nsecond\n`);
      const interrupt = () => {
        interrupts += 1;
        sink.exit(130);
      };
      if (!line.includes("hang") && !line.includes("-it")) sink.exit(line.includes("fail") ? 1 : 0);
      return { interrupt, input: (text) => void typed.push(text) };
    },
    complete: async (line) => ({ from: line.lastIndexOf(" ") + 1, candidates: ["pods", "podtemplates"].filter((name) => name.startsWith(line.slice(line.lastIndexOf(" ") + 1))) }),
    files: () => saved,
    saveFile: (file) => void saved.push(file),
  });
  const settle = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { shell, ran, saved, typed, settle, interrupts: () => interrupts, written: () => written, lines: () => ran.map(({ line }) => line) };
}

describe("the shell", () => {
  test("runs a line, and k is short for kubectl", async () => {
    const { shell, settle, lines, written } = startShell();
    shell.keys("kubectl get pods\rk get nodes\r");
    await settle();
    expect(lines()).toEqual(["kubectl get pods", "kubectl get nodes"]);
    expect(written()).toContain("ran kubectl get pods");
  });

  test("sends only the files that the line names", async () => {
    const { shell, settle, ran } = startShell();
    for (const line of ["kubectl apply -f web.yaml", "kubectl apply -f=./b.yaml", "kubectl apply -f .", "kubectl get pods"]) shell.run(line);
    await settle();
    expect(ran.map(({ files }) => Object.keys(files))).toEqual([["web.yaml"], ["b.yaml"], ["web.yaml", "b.yaml"], []]);
  });

  test("walks through history", async () => {
    const { shell, settle } = startShell();
    shell.keys("kubectl one\rkubectl two\r");
    await settle();
    shell.keys("begun\u001b[A");
    expect(shell.line).toBe("kubectl two");
    shell.keys("\u001b[A\u001b[A");
    expect(shell.line).toBe("kubectl one");
    shell.keys("\u001b[B\u001b[B");
    expect(shell.line).toBe("begun");
  });

  test("searches history", async () => {
    const { shell, settle, lines } = startShell();
    shell.keys("kubectl get pods\rkubectl get nodes\r");
    await settle();
    shell.keys("\u0012pods\r");
    await settle();
    expect(lines().at(-1)).toBe("kubectl get pods");
  });

  test("completes what is certain, then lists", async () => {
    const { shell, settle, written } = startShell();
    shell.keys("kubectl get po\t");
    await settle();
    expect(shell.line).toBe("kubectl get pod");
    shell.keys("\t");
    await settle();
    expect(written()).toContain("pods          podtemplates");
    shell.keys("s\t");
    await settle();
    expect(shell.line).toBe("kubectl get pods ");
  });

  test("completes files after -f", async () => {
    const { shell, settle } = startShell();
    shell.keys("kubectl apply -f we\t");
    await settle();
    expect(shell.line).toBe("kubectl apply -f web.yaml ");
  });

  test("pipes and redirects", async () => {
    const { shell, settle, saved, written } = startShell();
    shell.keys("kubectl x | grep second > out.yaml\r");
    await settle();
    expect(saved.at(-1)).toEqual({ name: "out.yaml", text: "second\n" });
    expect(written()).not.toContain("ran kubectl x");
  });

  test("runs the second of two only if the first went well", async () => {
    const { shell, settle, lines } = startShell();
    shell.keys("kubectl fail && kubectl never; kubectl always\r");
    await settle();
    expect(lines()).toEqual(["kubectl fail", "kubectl always"]);
  });

  test("interrupts what runs, and forgets what waits", async () => {
    const { shell, settle, lines, interrupts } = startShell();
    shell.keys("kubectl hang\rkubectl later\r");
    await settle();
    expect(lines()).toEqual(["kubectl hang"]);
    shell.keys("\u0003");
    await settle();
    expect(interrupts()).toBe(1);
    shell.keys("kubectl next\r");
    await settle();
    expect(lines()).toEqual(["kubectl hang", "kubectl next"]);
  });

  test("gives lines to a command that reads them", async () => {
    const { shell, settle, typed, lines } = startShell();
    shell.keys("kubectl exec -it web -- sh\r");
    await settle();
    shell.keys("ls\r\u0004");
    expect(typed).toEqual(["ls\n", "\u0004"]);
    expect(lines()).toHaveLength(1);
  });

  test("a paste of several lines runs all but the last, without their dollar signs", async () => {
    const { shell, settle, lines } = startShell();
    shell.keys("\u001b[200~$ kubectl a\n$ kubectl b \\\n  --c\nkubectl d\u001b[201~");
    await settle();
    expect(lines()).toEqual(["kubectl a", "kubectl b   --c"]);
    expect(shell.line).toBe("kubectl d");
  });

  test("a here-document becomes standard input", async () => {
    const { shell, settle, ran } = startShell();
    shell.keys("cat <<EOF | kubectl apply -f -\rkind: Pod\rEOF\r");
    await settle();
    expect(ran).toEqual([{ line: "kubectl apply -f /dev/stdin", files: { "/dev/stdin": "kind: Pod\n" } }]);
  });

  test("says what there is instead of a command that is not there", async () => {
    const { shell, settle, lines, written } = startShell();
    shell.keys("helm install x\rtoString\r");
    await settle();
    expect(written()).toContain("helm: command not found. Render the chart");
    expect(written()).toContain("toString: command not found");
    expect(lines()).toEqual([]);
  });

  test("lists and prints the editor's files", async () => {
    const { shell, settle, written } = startShell();
    shell.keys("ls; cat b.yaml; cat nothing\r");
    await settle();
    expect(written()).toContain("web.yaml\nb.yaml\nkind: Node\ncat: nothing: No such file or directory");
  });
});
