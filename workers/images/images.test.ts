import { beforeEach, describe, expect, test } from "vitest";
import { startRuntimeWorld, type RuntimeWorld } from "../testing/runtime-world.ts";
import { images } from "./images.ts";

let world: RuntimeWorld;

beforeEach(() => {
  world = startRuntimeWorld();
});

const env = (variables: Readonly<Record<string, string>>) => Object.entries(variables).map(([name, value]) => ({ name, value }));

describe("every image", () => {
  test.each(images.map((image) => [image.image, image] as const))("%s starts with its defaults, or says why not", async (name, { tags }) => {
    expect(tags.length).toBe(new Set(tags).size === tags.length ? tags.length : -1);
    const id = await world.start({ image: `${name}:${tags[0]}` });
    await world.run(60);
    const { state, exitCode = 0 } = world.status(id);
    const ends: Readonly<Record<string, number>> = { "hashicorp/http-echo": 127, "kubarium/crasher": 1, "mongo-express": 1, mysql: 1, postgres: 1, perl: 255, "curlimages/curl": 2 };
    if (state === "Running") expect(ends[name]).toBeUndefined();
    else expect([name, exitCode]).toEqual([name, ends[name] ?? 0]);
    if (exitCode !== 0) expect(world.log(id)).not.toBe("");
  });

  test("is listed once", () => {
    const names = images.flatMap(({ image, aliases = [] }) => [image, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("web servers answer", () => {
  const cases: readonly [string, object, number, string, number, string][] = [
    ["nginx", {}, 80, "/", 200, "<h1>Welcome to nginx!</h1>"],
    ["nginx:1.14.2", {}, 80, "/nosuch", 404, "<center>nginx/1.14.2</center>"],
    ["nginx:1.27-alpine", {}, 80, "/nosuch", 404, "<center>nginx/1.27.5</center>"],
    ["httpd:2.4", {}, 80, "/", 200, "<html><body><h1>It works!</h1></body></html>"],
    ["httpd", {}, 80, "/nosuch", 404, "404 Not Found"],
    ["hashicorp/http-echo:1.0", { args: ["-text=hello", "-listen=:8080"] }, 8080, "/any", 200, "hello\n"],
    ["hashicorp/http-echo", { env: env({ ECHO_TEXT: "from env" }) }, 5678, "/", 200, "from env\n"],
    ["gcr.io/google-samples/hello-app:1.0", {}, 8080, "/", 200, "Hello, world!\nVersion: 1.0.0\nHostname: web-1\n"],
    ["gcr.io/google-samples/hello-app:2.0", { env: env({ PORT: "9000" }) }, 9000, "/", 200, "Version: 2.0.0"],
    ["traefik/whoami", {}, 80, "/", 200, "Hostname: web-1\nIP: 127.0.0.1\nIP: 10.244.1.2\nRemoteAddr: 192.168.0.1:"],
    ["registry.k8s.io/echoserver:1.10", {}, 8080, "/x?y=1", 200, "\treal path=/x?y=1\n\tquery=y=1"],
    ["registry.k8s.io/e2e-test-images/agnhost:2.40", { args: ["netexec"] }, 8080, "/hostname", 200, "web-1"],
    ["registry.k8s.io/e2e-test-images/agnhost:2.40", { args: ["netexec", "--http-port=80"] }, 80, "/clientip", 200, "192.168.0.1:"],
    ["registry.k8s.io/e2e-test-images/agnhost:2.40", { args: ["netexec"] }, 8080, "/shell?cmd=echo%20hi", 200, '{"output":"hi\\n"}'],
    ["registry.k8s.io/e2e-test-images/agnhost:2.40", { args: ["netexec"] }, 8080, "/dial?host=127.0.0.1&port=8080&tries=2", 200, '{"responses":["web-1","web-1"]}'],
    ["registry.k8s.io/e2e-test-images/agnhost:2.40", { args: ["serve-hostname"] }, 9376, "/", 200, "web-1"],
    ["gcr.io/kuar-demo/kuard-amd64:blue", {}, 8080, "/", 200, "Demo application version v0.10.0-blue"],
    ["gcr.io/kuar-demo/kuard-amd64:1", { env: env({ COLOR: "red" }) }, 8080, "/env/api", 200, '"COLOR":"red"'],
    ["nigelpoulton/getting-started-k8s:1.0", {}, 8080, "/", 200, "version 1.0"],
    ["nigelpoulton/getting-started-k8s:2.0", {}, 8080, "/", 200, "version 2.0"],
    ["adritasharma/getting-started-k8s:1.0", {}, 8080, "/", 200, "Getting started with Kubernetes"],
    ["icclab/test-webserver", {}, 80, "/etc/hostname", 200, "web-1\n"],
    ["registry.k8s.io/test-webserver", {}, 80, "/", 200, "<pre>"],
    ["registry.k8s.io/hpa-example", {}, 80, "/", 200, "OK!"],
    ["nanajanashia/k8s-demo-app:v1.0", {}, 3000, "/", 200, "User profile"],
  ];
  test.each(cases)("%s %j on port %d: %s", async (image, wanted, port, path, status, body) => {
    await world.start({ image, ...wanted });
    await world.run(3);
    const answer = await world.get("web-1", port, { path });
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(body);
  });
});

describe("probes of kuard", () => {
  test("fail as often as they are told to", async () => {
    await world.start({ image: "gcr.io/kuar-demo/kuard-amd64:blue" });
    const probe = async (path: string) => (await world.get("web-1", 8080, { path })).status;
    expect([await probe("/healthy"), await probe("/ready")]).toEqual([200, 200]);
    await world.get("web-1", 8080, { path: "/ready/api", method: "PUT", body: '{"failNext":2}' });
    expect([await probe("/ready"), await probe("/ready"), await probe("/ready"), await probe("/healthy")]).toEqual([500, 500, 200, 200]);
    await world.get("web-1", 8080, { path: "/healthy/api", method: "PUT", body: '{"failNext":-1}' });
    expect([await probe("/healthy"), await probe("/healthy")]).toEqual([500, 500]);
    expect((await world.get("web-1", 8080, { path: "/ready/api" })).body).toContain('"code":500');
  });

  test("agnhost's liveness is healthy for ten seconds", async () => {
    await world.start({ image: "registry.k8s.io/e2e-test-images/agnhost:2.40", args: ["liveness"] });
    expect((await world.get("web-1", 8080, { path: "/healthz" })).status).toBe(200);
    await world.run(11);
    expect((await world.get("web-1", 8080, { path: "/healthz" })).status).toBe(500);
  });
});

describe("redis", () => {
  const cases: readonly [readonly string[], string][] = [
    [["PING"], "PONG"],
    [["SET", "a", "1"], "OK"],
    [["GET", "a"], "1"],
    [["GET", "nosuch"], ""],
    [["INCR", "a"], "2"],
    [["INCRBY", "a", "40"], "42"],
    [["INCR", "text"], "ERR value is not an integer or out of range"],
    [["APPEND", "text", "!"], "6"],
    [["RPUSH", "list", "x", "y", "z"], "3"],
    [["LPUSH", "list", "w"], "4"],
    [["LRANGE", "list", "0", "-1"], "w\nx\ny\nz"],
    [["LPOP", "list"], "w"],
    [["SADD", "set", "b", "a", "b"], "2"],
    [["SISMEMBER", "set", "a"], "1"],
    [["HSET", "hash", "f", "v"], "1"],
    [["HGETALL", "hash"], "f\nv"],
    [["GET", "hash"], "WRONGTYPE Operation against a key holding the wrong kind of value"],
    [["TYPE", "list"], "list"],
    [["KEYS", "h*"], "hash"],
    [["DEL", "a", "nosuch"], "1"],
    [["EXISTS", "a", "text"], "1"],
    [["TTL", "text"], "-1"],
    [["NONSENSE", "x"], "ERR unknown command 'NONSENSE', with args beginning with: 'x' "],
  ];

  test("knows its commands", async () => {
    const id = await world.start({ image: "redis:7.2" });
    await world.run(1);
    await world.exec(id, "redis-cli", "SET", "text", "hello");
    for (const [command, answer] of cases) expect([command, await world.exec(id, "redis-cli", ...command)]).toEqual([command, `${answer}\n`]);
  });

  test("lets keys expire", async () => {
    const id = await world.start({ image: "redis" });
    await world.run(1);
    await world.exec(id, "redis-cli", "SET", "k", "v", "EX", "10");
    expect(await world.exec(id, "redis-cli", "TTL", "k")).toBe("10\n");
    await world.run(11);
    expect(await world.exec(id, "redis-cli", "GET", "k")).toBe("\n");
  });

  test("is reached from other pods, with its password", async () => {
    await world.start({ image: "redis", pod: "cache", args: ["redis-server", "--requirepass", "secret"] });
    const id = await world.start({ image: "redis", pod: "client", command: ["sleep", "infinity"] });
    await world.run(1);
    expect(await world.exec(id, "redis-cli", "-h", "cache", "PING")).toBe("NOAUTH Authentication required.\n");
    expect(await world.exec(id, "redis-cli", "-h", "cache", "-a", "secret", "PING")).toBe("PONG\n");
    expect(await world.exec(id, "redis-cli", "-h", "nosuch", "PING")).toBe("Could not connect to Redis at nosuch:6379: Name or service not known\n[1]");
    expect(await world.exec(id, "redis-cli", "PING")).toBe("Could not connect to Redis at 127.0.0.1:6379: Connection refused\n[1]");
  });
});

describe("databases", () => {
  test("mysql needs a password, takes its time, and then answers", async () => {
    const id = await world.start({ image: "mysql:8.0", pod: "db", env: env({ MYSQL_ROOT_PASSWORD: "secret", MYSQL_DATABASE: "shop" }) });
    expect(await world.exec(id, "mysqladmin", "ping")).toContain("Can't connect to MySQL server on '127.0.0.1:3306' (111)");
    await world.run(12);
    expect(world.log(id)).toContain("ready for connections. Version: '8.0.43'");
    expect(await world.exec(id, "mysqladmin", "ping")).toBe("mysqld is alive\n");
    expect(await world.exec(id, "mysql", "-uroot", "-psecret", "-e", "SELECT 1")).toBe("1\n1\n");
    expect(await world.exec(id, "mysql", "-h", "db", "-uroot", "-pwrong", "-e", "SELECT 1")).toBe("ERROR 1045 (28000): Access denied for user 'root'@'10.244.1.2' (using password: YES)\n[1]");
    expect(await world.exec(id, "mysql", "-psecret", "-e", "SHOW DATABASES")).toContain("shop");
    expect(await world.exec(id, "mysql", "-psecret", "-e", "DROP TABLE x")).toContain("not simulated");
    await world.finish(world.runtime.stopContainer(id, 30_000));
    expect(world.status(id).exitCode).toBe(0);
  });

  test("mysql without a password says what is missing", async () => {
    const id = await world.start({ image: "mysql" });
    await world.run(1);
    expect(world.status(id).exitCode).toBe(1);
    expect(world.log(id)).toContain("[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified");
    expect(world.log(id)).toContain("- MYSQL_ROOT_PASSWORD");
  });

  test("postgres", async () => {
    const without = await world.start({ image: "postgres", pod: "wrong" });
    const id = await world.start({ image: "postgres:16", pod: "db", env: env({ POSTGRES_PASSWORD: "x" }) });
    expect(await world.exec(id, "pg_isready")).toBe("/var/run/postgresql:5432 - no response\n[2]");
    await world.run(5);
    expect(world.log(without)).toContain("superuser password is not specified");
    expect(world.log(id)).toContain("database system is ready to accept connections");
    expect(await world.exec(id, "pg_isready", "-h", "db")).toBe("db:5432 - accepting connections\n");
    expect(await world.exec(id, "psql", "-c", "select 1")).toContain("(1 row)");
  });

  test("mongo, and mongo-express in front of it", async () => {
    const early = await world.start({ image: "mongo-express", pod: "early", env: env({ ME_CONFIG_MONGODB_SERVER: "mongo" }) });
    await world.run(30);
    expect(world.status(early).exitCode).toBe(1);
    const id = await world.start({ image: "mongo:5.0", pod: "mongo" });
    await world.run(3);
    expect(await world.exec(id, "mongosh", "--eval", "db.adminCommand('ping')")).toBe("{ ok: 1 }\n");
    await world.start({ image: "mongo-express", pod: "express", env: env({ ME_CONFIG_MONGODB_SERVER: "mongo" }) });
    await world.run(3);
    expect((await world.get("express", 8081)).body).toContain("Connected to mongo:27017");
    await world.start({ image: "nanajanashia/k8s-demo-app:v1.0", pod: "app", env: env({ DB_URL: "mongo" }) });
    await world.run(3);
    expect((await world.get("app", 3000, { path: "/get-profile" })).status).toBe(200);
    await world.finish(world.runtime.stopContainer(id, 30_000));
    expect((await world.get("app", 3000, { path: "/get-profile" })).status).toBe(500);
  });
});

describe("trouble makers", () => {
  test("the crasher crashes when it is told to", async () => {
    const id = await world.start({ image: "kubarium/crasher", args: ["--after=20", "--code=3", "--message=no luck"] });
    await world.run(19);
    expect(world.status(id).state).toBe("Running");
    await world.run(2);
    expect(world.status(id)).toMatchObject({ exitCode: 3, reason: "Error" });
    expect(world.log(id)).toContain("fatal: no luck");
  });

  const hogs: readonly [string, object, number, string][] = [
    ["polinux/stress", { command: ["stress"], args: ["--vm", "1", "--vm-bytes", "250M", "--vm-hang", "1"] }, 100, "OOMKilled"],
    ["vish/stress", { args: ["-mem-total", "200Mi", "-mem-alloc-size", "50Mi", "-mem-alloc-sleep", "1s"] }, 100, "OOMKilled"],
    ["kubarium/memory-hog", { args: ["--step", "20"] }, 100, "OOMKilled"],
  ];
  test.each(hogs)("%s beyond its limit", async (image, wanted, limit, reason) => {
    const id = await world.start({ image, ...wanted, resources: { memoryLimit: limit * 1024 * 1024 } });
    await world.run(30);
    expect(world.status(id)).toMatchObject({ exitCode: 137, reason });
  });

  test("stress within its limit stays, and its memory shows", async () => {
    const id = await world.start({ image: "polinux/stress", command: ["stress"], args: ["--vm", "1", "--vm-bytes", "150M", "--vm-hang", "1"], resources: { memoryLimit: 200 * 1024 * 1024 } });
    await world.run(30);
    expect(world.runtime.containerStats(id)!.memoryWorkingSet / 1024 / 1024).toBeCloseTo(150, -1);
  });

  test("vish/stress takes processors up to its limit", async () => {
    const id = await world.start({ image: "vish/stress", args: ["-cpus", "2"], resources: { cpuLimitMillis: 1000 } });
    world.runtime.containerStats(id);
    await world.run(30);
    expect(world.runtime.containerStats(id)!.cpuNanoCores / 1e9).toBeCloseTo(1, 1);
  });

  test("the page of the autoscaling walk-through uses processors while it is asked", async () => {
    const id = await world.start({ image: "registry.k8s.io/hpa-example", resources: { cpuLimitMillis: 500 } });
    const load = await world.start({ image: "busybox", pod: "load", command: ["sh", "-c", "while sleep 0.01; do wget -q -O- http://web-1; done"] });
    await world.run(5);
    world.runtime.containerStats(id);
    await world.run(30);
    expect(world.runtime.containerStats(id)!.cpuNanoCores / 1e9).toBeGreaterThan(0.35);
    expect(world.log(load).startsWith("OK!OK!")).toBe(false);
    await world.finish(world.runtime.stopContainer(load, 0));
    await world.run(30);
    world.runtime.containerStats(id);
    await world.run(30);
    expect(world.runtime.containerStats(id)!.cpuNanoCores / 1e9).toBeLessThan(0.1);
  });
});

describe("nginx", () => {
  const configured = async (configuration: string, path: string) => {
    await world.start({ image: "registry.k8s.io/e2e-test-images/agnhost:2.45", pod: "backend", args: ["netexec"] });
    await world.start({ image: "nginx", command: ["sh", "-c", `cat > /etc/nginx/conf.d/default.conf; exec nginx -g 'daemon off;'`], stdin: true, pod: "front" });
    const front = world.runtime.listContainers().at(-1)!.id;
    const session = world.runtime.attach(front, { command: [], stdin: true, stdout: false, stderr: false, tty: false }, { stdout() {}, stderr() {}, exit() {} });
    session.stdin(configuration);
    session.endStdin();
    await world.run(2);
    return await world.get("front", 80, { path });
  };

  const cases: readonly [string, string, string, number, string][] = [
    ["returns text", "server { listen 80; location / { default_type text/plain; return 200 \"hi from $hostname\\n\"; } }", "/", 200, "hi from front\n"],
    ["passes on", "server { listen 80; location / { proxy_pass http://backend:8080; } }", "/hostname", 200, "backend"],
    ["passes on below a path", "server { listen 80; location /api/ { proxy_pass http://backend:8080/; } }", "/api/hostname", 200, "backend"],
    ["passes on to an upstream", "upstream app { server backend:8080; }\nserver { listen 80; location / { proxy_pass http://app; } }", "/hostname", 200, "backend"],
    ["cannot pass on", "server { listen 80; location / { proxy_pass http://backend:81; } }", "/", 502, "502 Bad Gateway"],
    ["redirects", "server { listen 80; location = /old { return 301 /new; } }", "/old", 301, "301 Moved Permanently"],
    ["tries files", "server { listen 80; root /usr/share/nginx/html; location / { try_files $uri /index.html; } }", "/app/page", 200, "Welcome to nginx!"],
    ["matches by expression", "server { listen 80; location ~ \\.php$ { return 403; } location / { return 204; } }", "/x.php", 403, "403 Forbidden"],
  ];
  test.each(cases)("%s", async (_name, configuration, path, status, body) => {
    const answer = await configured(configuration, path);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(body);
  });

  test("refuses a broken configuration", async () => {
    const id = await world.start({ image: "nginx", command: ["sh", "-c", "echo 'server { listen 80' > /etc/nginx/conf.d/default.conf; nginx -g 'daemon off;'"] });
    await world.run(1);
    expect(world.status(id).exitCode).toBe(1);
    expect(world.log(id)).toContain('nginx: [emerg] unexpected end of file, expecting ";" or "}" in /etc/nginx/conf.d/default.conf:1');
  });

  test("reloads on command", async () => {
    const id = await world.start({ image: "nginx" });
    await world.run(1);
    await world.exec(id, "sh", "-c", "echo 'server { listen 8080; return 200 moved; }' > /etc/nginx/conf.d/default.conf; nginx -s reload");
    await world.run(1);
    expect((await world.get("web-1", 8080)).body).toBe("moved");
    await expect(world.get("web-1", 80)).rejects.toThrow("connection refused");
  });

  test("serves what a volume brings, and logs who asked", async () => {
    const id = await world.start({ image: "nginx" });
    await world.exec(id, "sh", "-c", "echo mine > /usr/share/nginx/html/index.html");
    await world.run(1);
    expect((await world.get("web-1", 80, { headers: { "user-agent": "kube-probe/1.36" } })).body).toBe("mine\n");
    expect(world.log(id)).toMatch(/192\.168\.0\.1 - - \[01\/Jan\/2026:00:00:\d\d \+0000\] "GET \/ HTTP\/1\.1" 200 5 "-" "kube-probe\/1\.36" "-"\n$/);
  });
});

test("perl computes pi", async () => {
  const id = await world.start({ image: "perl:5.34.0", command: ["perl", "-Mbignum=bpi", "-wle", "print bpi(50)"] });
  await world.run(10);
  expect([world.log(id), world.status(id).exitCode]).toEqual(["3.1415926535897932384626433832795028841971693993751\n", 0]);
});
