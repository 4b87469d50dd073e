import { beforeEach, describe, expect, test } from "vitest";
import { ContainerFiles } from "./container-files.ts";
import { FileError } from "./file-system.ts";
import { FileTree } from "./file-tree.ts";
import { MemoryVolume } from "./memory-volume.ts";
import { absolutePath, baseName, parentOf } from "./path.ts";
import type { Mount, Volume } from "./runtime.ts";

let now = 1000;
const clock = () => now;
let image: FileTree;
let volume: MemoryVolume;

beforeEach(() => {
  now = 1000;
  image = new FileTree(clock);
  image.write("/etc/passwd", "root");
  image.write("/etc/motd", "welcome");
  image.write("/usr/share/nginx/html/index.html", "from the image");
  image.write("/bin/tool", "x", 0o755);
  image.makeDirectory("/tmp");
  volume = new MemoryVolume("data", clock);
});

const open = (mounts: readonly Partial<Mount>[] = [], readOnlyRoot = false) =>
  new ContainerFiles({ image, readOnlyRoot, now: clock, mounts: mounts.map((mount) => ({ containerPath: "/data", source: volume, readOnly: false, ...mount })) });

function code(action: () => unknown): string {
  try {
    action();
    return "ok";
  } catch (error) {
    if (error instanceof FileError) return error.code;
    throw error;
  }
}

describe("the image below, the container's own on top", () => {
  test("a container's writes are its own", () => {
    const [a, b] = [open(), open()];
    a.write("/etc/motd", "changed");
    a.append("/etc/passwd", ":x");
    expect([a.read("/etc/motd"), b.read("/etc/motd"), a.read("/etc/passwd"), b.read("/etc/passwd")]).toEqual(["changed", "welcome", "root:x", "root"]);
  });

  test("what is removed is gone, and can be made again", () => {
    const files = open();
    files.remove("/etc/motd");
    expect([files.exists("/etc/motd"), files.list("/etc"), code(() => files.read("/etc/motd"))]).toEqual([false, ["passwd"], "ENOENT"]);
    files.write("/etc/motd", "again");
    expect([files.read("/etc/motd"), files.list("/etc")]).toEqual(["again", ["motd", "passwd"]]);
    files.remove("/etc", true);
    expect([files.exists("/etc/passwd"), files.exists("/etc")]).toEqual([false, false]);
    files.makeDirectory("/etc");
    expect(files.list("/etc")).toEqual([]);
  });

  test("modes and times", () => {
    const files = open();
    expect(files.stat("/bin/tool")).toEqual({ type: "file", size: 1, mode: 0o755, modifiedAt: 1000 });
    now = 5000;
    files.changeMode("/etc/motd", 0o600);
    expect(files.stat("/etc/motd")).toMatchObject({ mode: 0o600, size: 7, modifiedAt: 5000 });
    files.write("/etc/motd", "longer text");
    expect(files.stat("/etc/motd")).toMatchObject({ mode: 0o600, size: 11 });
    files.changeMode("/tmp", 0o777);
    expect(files.stat("/tmp").mode).toBe(0o777);
  });

  test("moving", () => {
    const files = open();
    files.rename("/bin/tool", "/bin/other");
    expect([files.exists("/bin/tool"), files.stat("/bin/other").mode]).toEqual([false, 0o755]);
    files.rename("/etc", "/tmp");
    expect([files.read("/tmp/etc/motd"), files.exists("/etc")]).toEqual(["welcome", false]);
  });

  const faults: readonly [string, (files: ContainerFiles) => unknown, string][] = [
    ["reading nothing", (files) => files.read("/nosuch"), "ENOENT"],
    ["reading a directory", (files) => files.read("/etc"), "EISDIR"],
    ["writing a directory", (files) => files.write("/etc", ""), "EISDIR"],
    ["writing below nothing", (files) => files.write("/nosuch/file", ""), "ENOENT"],
    ["writing below a file", (files) => files.write("/etc/motd/file", ""), "ENOTDIR"],
    ["listing a file", (files) => files.list("/etc/motd"), "ENOTDIR"],
    ["listing nothing", (files) => files.list("/nosuch"), "ENOENT"],
    ["making what is there", (files) => files.makeDirectory("/etc"), "EEXIST"],
    ["making it with parents", (files) => files.makeDirectory("/etc", true), "ok"],
    ["making a directory in place of a file", (files) => files.makeDirectory("/etc/motd", true), "EEXIST"],
    ["making below nothing", (files) => files.makeDirectory("/a/b"), "ENOENT"],
    ["making below nothing with parents", (files) => files.makeDirectory("/a/b", true), "ok"],
    ["removing nothing", (files) => files.remove("/nosuch"), "ENOENT"],
    ["removing a directory", (files) => files.remove("/etc"), "EISDIR"],
    ["filling the disk", (files) => files.write("/tmp/big", "x".repeat(65 * 1024 * 1024)), "ENOSPC"],
  ];
  test.each(faults)("%s", (_name, action, expected) => expect(code(() => action(open()))).toBe(expected));
});

describe("volumes", () => {
  test("are shared by all who mount them", () => {
    const [a, b] = [open([{}]), open([{ containerPath: "/elsewhere" }])];
    a.write("/data/x", "1");
    expect(b.read("/elsewhere/x")).toBe("1");
    b.append("/elsewhere/x", "2");
    expect([a.read("/data/x"), a.list("/data"), volume.used]).toEqual(["12", ["x"], 2]);
    a.remove("/data/x");
    expect(b.exists("/elsewhere/x")).toBe(false);
  });

  test("hide what the image has there", () => {
    const files = open([{ containerPath: "/usr/share/nginx/html" }]);
    expect([files.list("/usr/share/nginx/html"), files.exists("/usr/share/nginx/html/index.html")]).toEqual([[], false]);
  });

  test("appear where the image has nothing", () => {
    volume.write("x", "1");
    const files = open([{ containerPath: "/a/b/c" }]);
    expect([files.list("/"), files.list("/a"), files.list("/a/b"), files.read("/a/b/c/x")]).toEqual([["a", "bin", "etc", "tmp", "usr"], ["b"], ["c"], "1"]);
    expect(files.stat("/a").type).toBe("directory");
  });

  test("a part of a volume, and a single file of it", () => {
    volume.write("logs/today.txt", "hello");
    volume.write("app.conf", "a=1");
    const files = open([{ containerPath: "/logs", subPath: "logs" }, { containerPath: "/etc/app.conf", subPath: "app.conf" }]);
    expect([files.list("/logs"), files.read("/logs/today.txt"), files.read("/etc/app.conf"), files.read("/etc/motd")]).toEqual([["today.txt"], "hello", "a=1", "welcome"]);
    expect(files.list("/etc")).toEqual(["app.conf", "motd", "passwd"]);
  });

  test("the inner of two mounts wins", () => {
    const inner = new MemoryVolume("inner", clock);
    inner.write("f", "inner");
    volume.write("sub/f", "outer");
    expect(open([{}, { containerPath: "/data/sub", source: inner }]).read("/data/sub/f")).toBe("inner");
  });

  test("modes are the volume's", () => {
    volume.write("run.sh", "#!/bin/sh", 0o755);
    volume.write("secret", "x", 0o400);
    const files = open([{}]);
    expect([files.stat("/data/run.sh").mode, files.stat("/data/secret").mode]).toEqual([0o755, 0o400]);
    files.write("/data/run.sh", "changed");
    files.changeMode("/data/secret", 0o600);
    expect([files.stat("/data/run.sh").mode, files.stat("/data/secret").mode]).toEqual([0o755, 0o600]);
  });

  test("directories in them", () => {
    const files = open([{}]);
    files.makeDirectory("/data/a/b", true);
    expect([files.list("/data"), files.stat("/data/a").type, files.list("/data/a/b")]).toEqual([["a"], "directory", []]);
    files.remove("/data/a", true);
    expect(files.list("/data")).toEqual([]);
  });

  test("a volume that knows files only still looks like a directory", () => {
    const plain: Volume = { name: "plain", read: (path) => (path === "k" ? "v" : undefined), write() {}, remove() {}, list: (path) => (path === "" ? ["k"] : []) };
    const files = open([{ source: plain }]);
    expect([files.read("/data/k"), files.list("/data"), files.stat("/data").type, files.stat("/data/k").mode]).toEqual(["v", ["k"], "directory", 0o644]);
    expect([code(() => files.read("/data/x")), code(() => files.read("/data")), code(() => files.makeDirectory("/data/d"))]).toEqual(["ENOENT", "EISDIR", "EACCES"]);
  });

  const readOnly: readonly [string, (files: ContainerFiles) => unknown][] = [
    ["write", (files) => files.write("/data/x", "")],
    ["append", (files) => files.append("/data/x", "")],
    ["remove", (files) => files.remove("/data/k")],
    ["mkdir", (files) => files.makeDirectory("/data/d")],
    ["chmod", (files) => files.changeMode("/data/k", 0o777)],
  ];
  test.each(readOnly)("mounted read-only: %s", (_name, action) => {
    volume.write("k", "v");
    expect(code(() => action(open([{ readOnly: true }])))).toBe("EROFS");
  });

  test("a mount point cannot be removed", () => {
    expect(code(() => open([{}]).remove("/data", true))).toBe("EBUSY");
  });

  test("a small volume fills up", () => {
    volume = new MemoryVolume("small", clock, 10);
    const files = open([{}]);
    files.write("/data/a", "12345");
    expect(code(() => files.write("/data/b", "1234567"))).toBe("ENOSPC");
    files.write("/data/a", "1234567890");
    files.remove("/data/a");
    files.write("/data/b", "1234567890");
    expect(volume.used).toBe(10);
  });
});

test("a read-only root lets only volumes be written", () => {
  const files = open([{}], true);
  expect([code(() => files.write("/tmp/x", "")), code(() => files.remove("/etc/motd")), code(() => files.makeDirectory("/x")), code(() => files.changeMode("/etc/motd", 0))]).toEqual(["EROFS", "EROFS", "EROFS", "EROFS"]);
  expect(code(() => files.write("/data/x", ""))).toBe("ok");
});

describe("paths", () => {
  const cases: readonly [string, string, string][] = [
    ["a", "/x", "/x/a"],
    ["/a", "/x", "/a"],
    ["../a", "/x/y", "/x/a"],
    ["./a/./b/..", "/", "/a"],
    ["../../..", "/x", "/"],
    ["a//b/", "/", "/a/b"],
  ];
  test.each(cases)("%s in %s is %s", (name, directory, expected) => expect(absolutePath(name, directory)).toBe(expected));

  test("parents and last names", () => {
    expect(["/a/b", "/a", "/"].map(parentOf)).toEqual(["/a", "/", "/"]);
    expect(["/a/b", "b", "/a/b/", "/"].map(baseName)).toEqual(["b", "b", "b", ""]);
  });
});
