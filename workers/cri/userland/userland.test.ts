import { beforeAll, describe, expect, test } from "vitest";
import { startRuntimeWorld, type RuntimeWorld } from "../../testing/runtime-world.ts";

let world: RuntimeWorld;
let busybox: string;
let debian: string;

beforeAll(async () => {
  world = startRuntimeWorld();
  busybox = await world.start({ image: "busybox", pod: "box", command: ["sleep", "infinity"] });
  debian = await world.start({ image: "nginx", pod: "web" });
  await world.start({ image: "redis", pod: "cache" });
  await world.start({ image: "registry.k8s.io/e2e-test-images/agnhost:2.45", pod: "echo", args: ["netexec"] });
  await world.run(5);
});

const sh = (script: string) => world.exec(busybox, "sh", "-c", script);

type Cases = readonly (readonly [script: string, output: string])[];

describe("text", () => {
  const cases: Cases = [
    ["printf 'a\\nb\\nc\\n' | head -n 2", "a\nb\n"],
    ["printf 'a\\nb\\nc\\n' | tail -n 1", "c\n"],
    ["printf 'a\\nb\\nc\\n' | tail -n +2", "b\nc\n"],
    ["printf 'abc' | head -c 2; printf 'abc' | tail -c 1", "abc"],
    ["printf 'b\\na\\nb\\n' | sort -u", "a\nb\n"],
    ["printf '10\\n9\\n' | sort -n; printf '10\\n9\\n' | sort", "9\n10\n10\n9\n"],
    ["printf 'x 2\\ny 1\\n' | sort -k2 -r", "x 2\ny 1\n"],
    ["printf 'a\\na\\nb\\n' | uniq -c", "      2 a\n      1 b\n"],
    ["echo a:b:c | cut -d: -f2; echo abcdef | cut -c2-4", "b\nbcd\n"],
    ["echo hello | tr a-z A-Z; echo aabbb | tr -s b; echo a1b2 | tr -d 0-9", "HELLO\naab\nab\n"],
    ["echo hello | rev; printf 'a\\nb\\n' | tac", "olleh\nb\na\n"],
    ["seq 3; seq 2 4 | tr '\\n' ' '; seq 5 -2 1 | wc -l", "1\n2\n3\n2 3 4 3\n"],
    ["printf 'one\\ntwo\\n' | grep o; printf 'one\\ntwo\\n' | grep -v n; printf 'one\\n' | grep -c x", "one\ntwo\ntwo\n0\n[1]"],
    ["printf 'A1\\nb2\\n' | grep -i a; printf 'x=1\\n' | grep -o '[0-9]'; echo abc | grep -E 'a|z' -q && echo found", "A1\n1\nfound\n"],
    ["echo 'a.b' | grep -F . ; echo abc | grep 'a\\(b\\)'; printf 'x\\ny\\n' | grep -n y", "a.b\nabc\n2:y\n"],
    ["echo hello world | sed 's/world/there/; s/h/H/'", "Hello there\n"],
    ["echo a-b-c | sed 's/-/+/g'; echo ab | sed -E 's/(a)(b)/\\2\\1/'; echo x | sed 's|x|/|'", "a+b+c\nba\n/\n"],
    ["printf 'a\\nb\\nc\\n' | sed 2d; printf 'a\\nb\\n' | sed -n '/b/p'", "a\nc\nb\n"],
    ["echo x | sed 'y/x/z/'", "sed: unsupported command: y/x/z/ (only s, d and p are supported here)\n[1]"],
    ["echo -n hello | base64; echo aGVsbG8= | base64 -d; echo -n 'é' | base64 | base64 -d", "aGVsbG8=\nhelloé"],
    ["printf 'a b\\nc\\n' | wc -l; printf 'a b\\nc\\n' | wc -w; printf abc | wc -c", "2\n3\n3\n"],
    ["printf 'a\\n' | nl; echo x | cat -n", "     1\ta\n     1\tx\n"],
    ["echo 1 2 3 | xargs -n 2 echo; echo a | xargs -I X echo [X]", "1 2\n3\n[a]\n"],
    ["yes | head -n 2", "y\ny\n"],
  ];
  test.each(cases)("%j", async (script, output) => expect(await sh(script)).toBe(output));
});

describe("files", () => {
  const cases: Cases = [
    ["mkdir -p /tmp/u/d; cd /tmp/u; echo hi > f; ls", "d\nf\n"],
    ["cd /tmp/u; ls -a; ls -d /tmp/u; ls f", ".\n..\nd\nf\n/tmp/u\nf\n"],
    ["cd /tmp/u; cp f g; cp -r d e; mv g h; ls; rm -r e; rm h; ls", "d\ne\nf\nh\nd\nf\n"],
    ["cd /tmp/u; cp d x; rm d; rmdir nosuch", "cp: omitting directory 'd'\nrm: 'd' is a directory\nrmdir: nosuch: No such file or directory\n[1]"],
    ["rm -f /nosuch; echo $?; rm /nosuch", "0\nrm: can't remove '/nosuch': No such file or directory\n[1]"],
    ["cat /nosuch; cat /tmp", "cat: /nosuch: No such file or directory\ncat: /tmp: Is a directory\n[1]"],
    ["cd /tmp/u; echo -n 12345 > s; wc -c < s; stat -c '%n %s %a %F' s; chmod 600 s; stat -c %a s; chmod u+x s; stat -c %a s", "5\ns 5 644 regular file\n600\n700\n"],
    ["mkdir /tmp/u; mkdir -p /tmp/u; echo $?", "0\nmkdir: can't create directory '/tmp/u': File exists\n"],
    ["cd /tmp/u; touch n; find . -name 'n'; find /tmp/u -type d", "./n\n/tmp/u\n/tmp/u/d\n"],
    ["basename /a/b.txt .txt; dirname /a/b; dirname b; readlink -f ../tmp", "b\n/a\n.\n/tmp\n"],
    ["ls /nosuch", "ls: /nosuch: No such file or directory\n[1]"],
    ["ls --sort=size /", "ls: unrecognized option: --sort (not supported here)\n[1]"],
    ["chmod x /tmp/u; touch /proc/none/x", "chmod: invalid mode 'x'\ntouch: /proc/none/x: No such file or directory\n[1]"],
    ["echo gone > /dev/null; cat /dev/null; cat /proc/1/cmdline | tr '\\0' ' '", "sleep infinity "],
  ];
  test.each(cases)("%j", async (script, output) => expect(await sh(script)).toBe(output));

  test("a long listing", async () => {
    expect(await sh("mkdir -p /tmp/l; echo -n abc > /tmp/l/f; ls -l /tmp/l")).toMatch(/^total 4\n-rw-r--r--\s+1 root\s+root\s+3 Jan {2}1 00:00 f\n$/);
  });

  test("tail -F follows a file that comes later", async () => {
    const id = await world.start({ image: "busybox", pod: "tail", command: ["sh", "-c", "(sleep 3; echo one > /tmp/log; sleep 3; echo two >> /tmp/log) & tail -F /tmp/log"] });
    await world.run(10);
    expect(world.log(id)).toBe("tail: cannot open '/tmp/log' for reading: No such file or directory\none\ntwo\n");
  });
});

describe("the system", () => {
  const cases: Cases = [
    ["hostname; hostname -i | cut -d. -f1-3; whoami; id -u; uname; uname -m; nproc", "box\n10.244.1\nroot\n0\nLinux\nx86_64\n2\n"],
    ["A=1 B='x y' env | grep -E '^[AB]='; printenv NOPE; echo $?", "A=1\nB=x y\n1\n"],
    ["env -i X=1 /bin/env", "X=1\n"],
    ["env nosuch; echo $?", "127\nenv: can't execute 'nosuch': No such file or directory\n"],
    ["date -d @0 +%F; date +%Y-%m", "1970-01-01\n2026-01\n"],
    ["date -d yesterday", "date: invalid date 'yesterday'\n[1]"],
    ["sleep x; sleep", "sleep: invalid number 'x'\nsleep: missing operand\n[1]"],
    ["sleep 100 & sleep 1; pidof sleep | wc -w; pkill sleep; kill 9999", "2\nsh: kill: (9999) - No such process\n[1]"],
    ["which sh cat; which nosuch; echo $?", "/bin/sh\n/bin/cat\n1\n"],
    ["true; false", "[1]"],
  ];
  test.each(cases)("%j", async (script, output) => {
    const parts = (text: string) => text.split("\n").toSorted();
    expect(parts(await sh(script))).toEqual(parts(output));
  });

  test("ps shows the container's processes", async () => {
    expect(await sh("ps")).toContain("    1 root     0:00 sleep infinity\n");
  });
});

describe("the network", () => {
  const cases: Cases = [
    ["wget -qO- web | grep -c Welcome", "2\n"],
    ["wget --spider --timeout=1 web", "Connecting to web (10.244.1.3:80)\nremote file exists\n"],
    ["wget -qO- http://web/nosuch", "wget: server returned error: HTTP/1.1 404 Not Found\n[1]"],
    ["wget -qO- nosuch", "wget: bad address 'nosuch'\n[1]"],
    ["wget -qO- web:81", "wget: can't connect to remote host (web:81): Connection refused\n[1]"],
    ["wget -T 2 -qO- 198.51.100.9", "wget: download timed out\n[1]"],
    ["wget -q web -O /tmp/page && grep -c Thank /tmp/page; cd /tmp && wget -q web/50x.html && ls 50x.html", "1\n50x.html\n"],
    ["wget -qO- --post-data=hello 'echo:8080/echo?msg=hi+there'", "hi there"],
    ["nc -zv web 80; nc -z web 81; echo $?", "1\nweb (10.244.1.3:80) open\n"],
    ["nc web 81", "nc: web:81: Connection refused\n[1]"],
    ["echo PING | nc -w 2 cache 6379 | tr -d '\\r'", "+PONG\n"],
    ["printf 'GET /hostname HTTP/1.0\\r\\n\\r\\n' | nc echo 8080 | tail -n 1", "echo\n"],
    ["nslookup web", "Server:\t\t192.168.0.53\nAddress:\t192.168.0.53:53\n\nName:\tweb.default.svc.cluster.local\nAddress: 10.244.1.3\n\n"],
    ["nslookup nosuch", "Server:\t\t192.168.0.53\nAddress:\t192.168.0.53:53\n\n** server can't find nosuch: NXDOMAIN\n\n[1]"],
    ["ping -c 1 web | head -n 2", "PING web (10.244.1.3): 56 data bytes\n64 bytes from 10.244.1.3: seq=0 ttl=64 time=0.050 ms\n"],
    ["ping -c 1 nosuch", "ping: bad address 'nosuch'\n[1]"],
    ["curl web", "sh: curl: not found\n[127]"],
  ];
  test.each(cases)("%j", async (script, output) => expect(await sh(script)).toBe(output));

  const curls: readonly (readonly [readonly string[], string])[] = [
    [["-s", "-o", "/dev/null", "-w", "%{http_code}", "http://localhost/"], "200"],
    [["-s", "-w", " %{http_code}\\n", "echo:8080/echo?msg=hi&code=503"], "hi 503\n"],
    [["-sI", "echo:8080/hostname"], "HTTP/1.1 200 OK\r\nDate: "],
    [["-f", "echo:8080/echo?msg=hi&code=500"], "curl: (22) The requested URL returned error: 500\n[22]"],
    [["nosuch"], "curl: (6) Could not resolve host: nosuch\n[6]"],
    [["web:81"], "curl: (7) Failed to connect to web port 81 after "],
    [["-s", "web:81"], "[7]"],
    [["-m", "2", "198.51.100.9"], "curl: (28) Connection timed out after 2000 milliseconds\n[28]"],
    [["--nonsense", "web"], "curl: option --nonsense: is not supported here\n[2]"],
    [["-s", "-H", "X-Color: blue", "echo:8080/header?key=X-Color"], "blue"],
    [["-s", "-X", "POST", "-d", "x", "echo:8080/hostname"], "echo"],
  ];
  test.each(curls)("curl %j", async (args, output) => expect((await world.exec(debian, "curl", ...args)).slice(0, output.length)).toBe(output));

  test("an open port shows in netstat", async () => {
    const id = await world.start({ image: "busybox", pod: "listener", command: ["nc", "-l", "-p", "9000"] });
    expect(await world.exec(id, "netstat")).toContain("tcp        0      0 0.0.0.0:9000");
    await world.exec(busybox, "sh", "-c", "echo hello | nc listener 9000");
    await world.run(1);
    expect([world.log(id), world.status(id).exitCode]).toEqual(["hello\n", 0]);
  });
});

describe("dig, host and nslookup of dnsutils", () => {
  test("ask the server directly", async () => {
    const id = await world.start({ image: "registry.k8s.io/e2e-test-images/jessie-dnsutils:1.3", pod: "dns" });
    expect(await world.exec(id, "dig", "+short", "web.default.svc.cluster.local")).toBe("10.244.1.3\n");
    expect(await world.exec(id, "dig", "web")).toContain("status: NXDOMAIN");
    expect(await world.exec(id, "dig", "+search", "+short", "web")).toBe("10.244.1.3\n");
    expect(await world.exec(id, "host", "web")).toBe("web.default.svc.cluster.local has address 10.244.1.3\n");
    expect(await world.exec(id, "dig", "@192.168.0.99", "web")).toContain("no servers could be reached");
  });
});

describe("installing", () => {
  test("is refused in so many words", async () => {
    expect(await world.exec(debian, "apt-get", "update")).toContain("Done");
    expect(await world.exec(debian, "apt-get", "install", "-y", "vim")).toBe("E: Unable to locate package vim\npackages cannot be installed in this playground: use an image that has the program\n[100]");
    expect(await world.exec(debian, "apt-get", "install", "curl")).toBe("");
  });
});
