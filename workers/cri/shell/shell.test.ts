import { beforeAll, describe, expect, test } from "vitest";
import { startRuntimeWorld, type RuntimeWorld } from "../../testing/runtime-world.ts";

let world: RuntimeWorld;
let busybox: string;
let debian: string;

beforeAll(async () => {
  world = startRuntimeWorld();
  busybox = await world.start({ image: "busybox", command: ["sleep", "infinity"] });
  debian = await world.start({ image: "debian", pod: "deb", command: ["sleep", "infinity"] });
});

const sh = (script: string) => world.exec(busybox, "sh", "-c", script);
const bash = (script: string) => world.exec(debian, "bash", "-c", script);

type Cases = readonly (readonly [script: string, output: string])[];

describe("words", () => {
  const cases: Cases = [
    ["echo hello world", "hello world\n"],
    ["echo 'single $HOME' \"double  space\"", "single $HOME double  space\n"],
    ["echo a\\ b \"c\\\"d\" 'e\\f'", "a b c\"d e\\f\n"],
    ["echo one \\\n two", "one two\n"],
    ["echo a#b # comment", "a#b\n"],
    ["# only a comment\necho x", "x\n"],
    ["echo ~ ~/x '~'", "/root /root/x ~\n"],
    ["echo $'a\\tb'", "a\tb\n"],
    ["echo \"\" x | wc -c", "3\n"],
    ["for x in \"a b\" c; do echo \"[$x]\"; done", "[a b]\n[c]\n"],
    ["echo $((1 + 2 * 3)) $(( (1+2)*3 ))", "7 9\n"],
    ["printf '%s-%s\\n' a b c", "a-b\nc-\n"],
    ["printf '%05.1f|%-5s|%5d|%x\\n' 3.14159 ab 42 255", "003.1|ab   |   42|ff\n"],
    ["echo -n x; echo -e 'a\\nb'", "xa\nb\n"],
  ];
  test.each(cases)("%j", async (script, output) => expect(await sh(script)).toBe(output));
});

describe("parameters", () => {
  const cases: Cases = [
    ["X=1; echo $X ${X}2 \"$X\"", "1 12 1\n"],
    ["echo ${X:-default} ${X:=set} $X", "default set set\n"],
    ["X=; echo [${X-unset}] [${X:-empty}] [${X+is set}] [${X:+not empty}]", "[] [empty] [is set] []\n"],
    ["X=a.b.c; echo ${X#*.} ${X##*.} ${X%.*} ${X%%.*} ${#X}", "b.c c a.b a 5\n"],
    ["X=hello; echo ${X:1:3} ${X:2} ${X/l/L} ${X//l/L}", "ell llo heLlo heLLo\n"],
    ["set -- a 'b c' d; echo $# $1 $2; for x in \"$@\"; do echo $x; done", "3 a b c\na\nb c\nd\n"],
    ["set -- a b; echo \"$*\"; shift; echo $1", "a b\nb\n"],
    ["false; echo $?; true; echo $?", "1\n0\n"],
    ["X='a  b'; echo $X; echo \"$X\"", "a b\na  b\n"],
    ["IFS=:; X=a:b:c; for p in $X; do echo $p; done", "a\nb\nc\n"],
    ["echo ${NOPE:?is needed}; echo never", "sh: NOPE: is needed\n[2]"],
    ["set -u; echo $NOPE; echo never", "sh: NOPE: parameter not set\n[2]"],
    ["X=1 Y=2; X=3 env | grep -c '^X=3'; echo $X", "1\n1\n"],
    ["export A=1; sh -c 'echo $A'; unset A; sh -c 'echo [$A]'", "1\n[]\n"],
    ["readonly R=1; R=2; echo $?", "2\nsh: R: is read only\n"],
  ];
  test.each(cases)("%j", async (script, output) => expect(await sh(script)).toBe(output));
});

describe("control", () => {
  const cases: Cases = [
    ["if true; then echo yes; else echo no; fi", "yes\n"],
    ["if false; then echo a; elif true; then echo b; else echo c; fi", "b\n"],
    ["i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done", "0\n1\n2\n"],
    ["i=0; until [ $i -ge 2 ]; do echo $i; i=$((i+1)); done", "0\n1\n"],
    ["for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done", "1\n3\n"],
    ["for i in 1 2; do for j in a b; do break 2; done; echo never; done; echo end", "end\n"],
    ["case abc in x) echo 1;; a*|b) echo 2;; *) echo 3;; esac", "2\n"],
    ["case 'a*' in 'a*') echo literal;; esac", "literal\n"],
    ["f() { echo in $1; return 3; }; f x; echo $?", "in x\n3\n"],
    ["f() { local v=inner; echo $v; }; v=outer; f; echo $v", "inner\nouter\n"],
    ["true && echo a || echo b; false && echo a || echo b", "a\nb\n"],
    ["! false; echo $?", "0\n"],
    ["(cd /tmp; pwd; X=1); pwd; echo [$X]", "/tmp\n/\n[]\n"],
    ["{ echo a; echo b; } | wc -l", "2\n"],
    ["echo x | while read line; do echo got $line; done", "got x\n"],
    ["printf 'a b c\\nd\\n' | while read x y; do echo \"$x|$y\"; done", "a|b c\nd|\n"],
    ["exit 7; echo never", "[7]"],
    ["set -e; false; echo never", "[1]"],
    ["set -e; false || true; if false; then :; fi; ! true; echo still here", "still here\n"],
    ["set -x; echo a", "a\n+ echo a\n"],
    ["set -o pipefail; false | true; echo $?", "1\n"],
    ["trap 'echo bye' EXIT; echo work", "work\nbye\n"],
    ["eval 'echo $((40+2))'", "42\n"],
    ["sleep 5 & echo started; wait; echo done", "started\ndone\n"],
    ["sleep 100 & kill $!; wait $!; echo $?", "143\n"],
    ["command -v cat sh nosuch; type cd", "/bin/cat\n/bin/sh\ncd is a shell builtin\n"],
    ["seq 3 | xargs -n 1 echo n", "n 1\nn 2\nn 3\n"],
    ["exec echo taken over; echo never", "taken over\n"],
  ];
  test.each(cases)("%j", async (script, output) => expect(await sh(script)).toBe(output));
});

describe("redirections", () => {
  const cases: Cases = [
    ["echo a > /tmp/r; echo b >> /tmp/r; cat < /tmp/r", "a\nb\n"],
    ["nosuch 2> /tmp/e; cat /tmp/e", "sh: nosuch: not found\n"],
    ["echo to stderr >&2", "to stderr\n"],
    ["ls /nosuch > /dev/null 2>&1; echo $?", "1\n"],
    ["cat <<EOF\nvalue: $((1+1))\n  kept\nEOF\necho after", "value: 2\n  kept\nafter\n"],
    ["cat <<'EOF'\n$HOME `x`\nEOF", "$HOME `x`\n"],
    ["cat <<-EOF\n\ttab gone\n\tEOF", "tab gone\n"],
    ["cat <<< \"a string\"", "a string\n"],
    ["echo hi > /nosuch/dir/file; echo $?", "1\nsh: can't create /nosuch/dir/file: nonexistent directory\n"],
    ["cat < /nosuch; echo $?", "1\nsh: can't open /nosuch: no such file\n"],
    ["for i in 1 2; do echo $i; done > /tmp/loop; wc -l < /tmp/loop", "2\n"],
    ["echo x > /dev/stdout", "x\n"],
    ["echo a | tee /tmp/t | cat; cat /tmp/t", "a\na\n"],
    ["exec > /tmp/all; echo hidden; cat /tmp/all >&2", "hidden\n"],
  ];
  test.each(cases)("%j", async (script, output) => expect(await sh(script)).toBe(output));
});

describe("files", () => {
  const cases: Cases = [
    ["mkdir -p /tmp/g; cd /tmp/g; touch a.txt b.txt c.log; echo *.txt; echo [ab]*; echo ?.log; echo *.none; echo '*.txt'", "a.txt b.txt\na.txt b.txt\nc.log\n*.none\n*.txt\n"],
    ["test -f /tmp/g/a.txt && echo file; [ -d /tmp/g ] && echo dir; [ -e /nosuch ] || echo missing; [ -s /tmp/g/a.txt ] || echo empty", "file\ndir\nmissing\nempty\n"],
    ["[ 1 -lt 2 -a a = a ] && echo both; [ -z '' ] && echo blank; [ -n x ] && echo full", "both\nblank\nfull\n"],
    ["[ a = ]; echo $?", "sh: =: unknown operand\n2\n"],
    ["[ x -eq 1 ]; echo $?", "sh: x: bad number\n2\n"],
    ["cd /nosuch; echo $?", "sh: cd: can't cd to /nosuch: No such file or directory\n1\n"],
    ["printf '#!/bin/sh\\necho script $1\\n' > /tmp/s; /tmp/s; chmod +x /tmp/s; /tmp/s arg; sh /tmp/s x", "sh: /tmp/s: Permission denied\nscript arg\nscript x\n"],
    ["printf 'A=5\\n' > /tmp/env; . /tmp/env; echo $A", "5\n"],
    ["mv /bin/date /bin/date.off; date; mv /bin/date.off /bin/date; date +%Y", "sh: date: not found\n2026\n"],
  ];
  test.each(cases)("%j", async (script, output) => {
    const parts = (text: string) => text.split("\n").toSorted();
    expect(parts(await sh(script))).toEqual(parts(output));
  });
});

describe("faults are told", () => {
  const cases: Cases = [
    ["if true; then echo x", "sh: syntax error: unexpected end of file (expecting \"fi\")\n[2]"],
    ["echo 'open", "sh: syntax error: unterminated quoted string\n[2]"],
    ["echo a; ; echo b", "sh: syntax error: unexpected \";\"\n[2]"],
    [")", "sh: syntax error: unexpected \")\"\n[2]"],
    ["nosuchprogram", "sh: nosuchprogram: not found\n[127]"],
    ["/no/such", "sh: /no/such: No such file or directory\n[127]"],
    ["/etc/passwd", "sh: /etc/passwd: Permission denied\n[126]"],
    ["alias x=y", "sh: alias is not supported by this shell yet\n[2]"],
    ["echo x >&5", "sh: 5: bad file descriptor: only 0, 1 and 2 are supported here\n[1]"],
    ["echo $((1/0))", "sh: division by zero\n[1]"],
    ["f() { f; }; f", "sh: f: functions are nested too deeply\n[1]"],
  ];
  test.each(cases)("%j", async (script, output) => expect(await sh(script)).toBe(output));
});

describe("bash", () => {
  const cases: Cases = [
    ["items=(foo bar baz); echo ${items[1]} ${#items[@]} ${items[@]}", "bar 3 foo bar baz\n"],
    ["items=(a b); items+=(c); for i in \"${items[@]}\"; do echo $i; done", "a\nb\nc\n"],
    ["[[ web-12 =~ -([0-9]+)$ ]] && echo ${BASH_REMATCH[1]}", "12\n"],
    ["[[ $(hostname) == deb* && -d /tmp ]] && echo yes", "yes\n"],
    ["[[ a < b ]] && echo less; [[ -z $NOPE ]] && echo unset", "less\nunset\n"],
    ["for ((i=0; i<3; i++)); do echo $i; done", "0\n1\n2\n"],
    ["((x = 5 + 3)); echo $x; ((0)); echo $?", "8\n1\n"],
    ["echo {a,b}{1..3}", "a1 a2 a3 b1 b2 b3\n"],
    ["x=Hello; echo ${x^^} ${x,,}", "HELLO hello\n"],
    ["ls /nosuch &> /tmp/both; wc -l < /tmp/both", "1\n"],
    ["function greet { echo hi $1; }; greet you", "hi you\n"],
  ];
  test.each(cases)("%j", async (script, output) => expect(await bash(script)).toBe(output));
});

describe("arithmetic", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["7 / 2", "3"], ["-7 / 2", "-3"], ["7 % 3", "1"], ["2 ** 10", "1024"], ["1 << 4", "16"], ["5 & 3", "1"], ["5 | 3", "7"], ["5 ^ 3", "6"], ["~0", "-1"], ["!5", "0"],
    ["1 < 2", "1"], ["2 <= 1", "0"], ["1 == 1 && 2 != 3", "1"], ["0 || 0", "0"], ["1 ? 10 : 20", "10"], ["0x1f", "31"], ["010", "8"], ["2#101", "5"], ["-(3 - 5)", "2"], ["i = 4, i * 2", "8"], ["i += 3", "3"],
  ];
  test.each(cases)("%s is %s", async (expression, value) => expect(await sh(`echo $((${expression}))`)).toBe(`${value}\n`));
});

describe("time", () => {
  test("a loop without a pause lets time pass", async () => {
    const id = await world.start({ image: "busybox", pod: "busy", command: ["sh", "-c", "while true; do :; done"] });
    const before = world.simulation.now();
    await world.run(1);
    expect(world.simulation.now() - before).toBe(1000);
    expect(world.status(id).state).toBe("Running");
    expect(world.runtime.containerStats(id)!.cpuNanoSeconds).toBeGreaterThan(500_000_000);
    await world.finish(world.runtime.stopContainer(id, 0));
  });

  test("sleep takes its time, and SECONDS counts it", async () => {
    expect(await sh("sleep 2.5; sleep 1m; echo $SECONDS")).toBe("62\n");
    expect(await sh("timeout 3 sleep 100; echo $? $SECONDS")).toBe("124 3\n");
  });
});
