import { beforeEach, describe, expect, test } from "vitest";
import { CpuAccount } from "./cpu-account.ts";
import { Terminal } from "./terminal.ts";
import { emptySource, Pipe, readAll, readLine, TextBuffer } from "./text-stream.ts";

describe("a terminal", () => {
  let screen: string;
  let interrupts: number;
  let terminal: Terminal;

  beforeEach(() => {
    screen = "";
    interrupts = 0;
    terminal = new Terminal((text) => void (screen += text), { interrupt: () => void interrupts++ });
  });

  const cases: readonly [string, string, string, string | undefined][] = [
    ["echoes and hands over whole lines", "ls\r", "ls\r\n", "ls\n"],
    ["lets the line be corrected", "lz\u007fs\r", "lz\b \bs\r\n", "ls\n"],
    ["does not erase what is not there", "\u007f\u007fa\r", "a\r\n", "a\n"],
    ["erases a word", "one two\u0017x\r", "one two\b \b\b \b\b \bx\r\n", "one x\n"],
    ["erases the line", "abc\u0015x\r", "abc\b \b\b \b\b \bx\r\n", "x\n"],
    ["ignores arrow keys", "a\u001b[A\u001b[1;5Cb\r", "ab\r\n", "ab\n"],
    ["ignores other control keys", "a\tb\u0001\r", "ab\r\n", "ab\n"],
  ];
  test.each(cases)("%s", async (_name, keys, shown, line) => {
    terminal.type(keys);
    expect(screen).toBe(shown);
    expect(await terminal.stdin.read()).toBe(line);
  });

  test("Ctrl-C throws the line away and interrupts", async () => {
    terminal.type("half\u0003whole\r");
    expect([screen, interrupts, await terminal.stdin.read()]).toEqual(["half^Cwhole\r\n", 1, "whole\n"]);
  });

  test("Ctrl-D ends the input, on an empty line only", async () => {
    terminal.type("a\u0004\r\u0004");
    expect([await terminal.stdin.read(), await terminal.stdin.read()]).toEqual(["a\n", undefined]);
  });

  test("turns line feeds of programs into new lines", () => {
    terminal.output.write("a\nb\r\nc");
    expect(screen).toBe("a\r\nb\r\nc");
  });
});

describe("pipes", () => {
  test("keep what is not read yet, and wake a waiting reader", async () => {
    const pipe = new Pipe();
    pipe.write("a");
    expect(await pipe.read()).toBe("a");
    const waiting = pipe.read();
    pipe.write("b");
    expect(await waiting).toBe("b");
    pipe.end();
    expect([await pipe.read(), pipe.write("c")]).toEqual([undefined, false]);
  });

  test("tell a writer when nobody reads any more", () => {
    const pipe = new Pipe();
    expect(pipe.write("a")).toBe(true);
    pipe.breakOff();
    expect(pipe.write("b")).toBe(false);
  });

  test("are cut when a writer runs away", () => {
    const pipe = new Pipe();
    for (let chunk = 0; chunk < 5; chunk++) pipe.write("x".repeat(1024 * 1024));
    expect(pipe.write("more")).toBe(false);
  });

  test("are read by line or as a whole", async () => {
    const pipe = new Pipe();
    pipe.write("one\ntw");
    pipe.write("o\nrest");
    pipe.end();
    expect([await readLine(pipe), await readLine(pipe), await readLine(pipe), await readLine(pipe)]).toEqual(["one", "two", "rest", undefined]);
    const other = new Pipe();
    other.write("a");
    other.unread("b");
    other.end();
    expect([await readAll(other), await readAll(emptySource)]).toEqual(["ba", ""]);
  });

  test("a buffer collects", () => {
    const buffer = new TextBuffer();
    buffer.write("a");
    buffer.write("b");
    expect(buffer.text).toBe("ab");
  });
});

describe("processor time", () => {
  let now: number;
  const account = (capacity: number) => new CpuAccount(() => now, capacity);
  beforeEach(() => {
    now = 0;
  });

  const bursts: readonly [string, number, readonly number[], readonly number[]][] = [
    ["one burst on a free machine", 4, [100], [100]],
    ["one thread cannot use two processors", 2, [100], [100]],
    ["half a processor takes twice as long", 0.5, [100], [200]],
    ["bursts queue up where there is one processor", 1, [100, 100, 100], [100, 200, 300]],
    ["and share where there are more", 2, [100, 100, 100], [100, 100, 150]],
  ];
  test.each(bursts)("%s", (_name, capacity, work, times) => {
    const cpu = account(capacity);
    expect(work.map((burst) => cpu.burn(burst))).toEqual(times);
  });

  test("is counted while it is used, not when it is asked for", () => {
    const cpu = account(1);
    cpu.burn(1000);
    now = 250;
    expect(cpu.nanoSeconds).toBe(250_000_000);
    now = 5000;
    expect(cpu.nanoSeconds).toBe(1_000_000_000);
  });

  test("a steady load counts until it is let go, at most the limit", () => {
    const cpu = account(2);
    const release = cpu.occupy(1.5);
    cpu.occupy(3);
    now = 1000;
    expect(cpu.nanoSeconds).toBe(2_000_000_000);
    release();
    release();
    now = 2000;
    expect(cpu.nanoSeconds).toBe(4_000_000_000);
    cpu.stop();
    now = 3000;
    expect(cpu.nanoSeconds).toBe(4_000_000_000);
  });

  test("usage is the mean of the last ten seconds or more", () => {
    const cpu = account(4);
    const release = cpu.occupy(1);
    now = 10_000;
    expect(cpu.nanoCores).toBe(1_000_000_000);
    release();
    now = 15_000;
    expect(cpu.nanoCores).toBeGreaterThan(0);
    now = 20_000;
    void cpu.nanoCores;
    now = 30_000;
    expect(cpu.nanoCores).toBe(0);
  });
});
