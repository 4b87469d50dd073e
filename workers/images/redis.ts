import { flag } from "../cri/arguments.ts";
import { formatTime } from "../cri/calendar.ts";
import type { ImageProgram } from "../cri/image-program.ts";
import { networkFailure } from "../cri/network-failure.ts";
import { tagsOf } from "../cri/official-images.ts";
import type { Process } from "../cri/process.ts";
import { readLine } from "../cri/text-stream.ts";
import { formatCommand, formatReply, printReply, readCommand, readReply, splitLine } from "./redis/protocol.ts";
import { bulk, fail, ok, RedisStore, type Reply } from "./redis/store.ts";

type Stream = Awaited<ReturnType<Process["connect"]>>;

/** The key-value server, and its client. Left out: persistence, replication, publish and subscribe, scripts. */
export const redis: ImageProgram = {
  image: "redis",
  aliases: ["registry.k8s.io/redis", "kubernetes/redis", "bitnami/redis"],
  tags: tagsOf("2.8 3 3.0 3.2 4 4.0 5 5.0 5.0.0..14 6 6.0 6.0.0..20 6.2 6.2.0..17 7 7.0 7.0.0..15 7.2 7.2.0..7 7.4 7.4.0..2 8 8.0 8.0.0..3 8.2 8.2.0..1", "alpine bookworm").concat("e2e", "v1", "v2"),
  sizeMiB: 45,
  executable: "/usr/local/bin/redis-server",
  entrypoint: ["docker-entrypoint.sh"],
  command: ["redis-server"],
  workingDirectory: "/data",
  userland: "debian",
  memoryMiB: 5,
  programs: {
    "/usr/local/bin/docker-entrypoint.sh": (process) => process.exec(process.args[0]?.startsWith("-") === true ? ["redis-server", ...process.args] : process.args),
    "/usr/local/bin/redis-cli": redisCli,
  },

  async run(process) {
    const settings = readSettings(process);
    const port = Number(settings.get("port") ?? 6379);
    const log = (message: string) => process.print(`${process.pid}:M ${formatTime(process.clock.now(), "%d %b %Y %H:%M:%S.000")} ${message}`);
    await process.startUp(process.random.integer(20, 80));
    const store = new RedisStore(() => process.clock.now());
    process.listenTcp(port, (connection) => process.clock.spawn(() => serve(process, connection, { store, password: settings.get("requirepass") })));
    log("* Running mode=standalone, port=" + port + ".");
    log("* Ready to accept connections tcp");
    const stop = () => {
      log("# User requested shutdown...");
      log("# Redis is now ready to exit, bye bye...");
      process.exit(0);
    };
    process.onSignal("TERM", stop);
    process.onSignal("INT", stop);
    return await process.forever();
  },
};

/** The configuration file, then arguments such as --port 6380. */
function readSettings(process: Process): ReadonlyMap<string, string> {
  const [file] = process.args.filter((arg) => !arg.startsWith("-"));
  const settings = new Map<string, string>();
  if (file !== undefined && process.files.exists(process.path(file))) {
    for (const line of process.files.read(process.path(file)).split("\n")) {
      const [name, ...values] = splitLine(line.replace(/^#.*/, ""));
      if (name !== undefined) settings.set(name.toLowerCase(), values.join(" "));
    }
  }
  process.args.forEach((arg, index) => arg.startsWith("--") && settings.set(arg.slice(2), process.args[index + 1] ?? ""));
  return settings;
}

interface Server {
  readonly store: RedisStore;
  readonly password: string | undefined;
}

async function serve(process: Process, connection: Stream, { store, password }: Server): Promise<void> {
  let input = "";
  let authenticated = password === undefined || password === "";
  try {
    for (let chunk = await connection.read(); chunk !== undefined; chunk = await connection.read()) {
      input += chunk;
      for (let command = readCommand(input); command !== undefined; command = readCommand(input)) {
        input = command.rest;
        const [name = "", ...args] = command.words;
        if (name === "") continue;
        if (name.toUpperCase() === "AUTH") authenticated = args.at(-1) === password;
        const reply = name.toUpperCase() === "AUTH" ? (authenticated ? ok : fail("WRONGPASS invalid username-password pair or user is disabled.")) : authenticated ? answer(process, store, name.toUpperCase(), args) : fail("NOAUTH Authentication required.");
        await connection.write(formatReply(reply));
        if (name.toUpperCase() === "QUIT") return connection.end();
      }
    }
    connection.end();
  } catch (error) {
    networkFailure(error);
  }
}

function answer(process: Process, store: RedisStore, name: string, args: readonly string[]): Reply {
  switch (name) {
    case "PING": return args[0] === undefined ? { kind: "status", text: "PONG" } : bulk(args[0]);
    case "ECHO": return bulk(args[0] ?? "");
    case "SELECT":
    case "QUIT":
    case "CLIENT": return ok;
    case "CONFIG": return { kind: "list", items: args[0]?.toUpperCase() === "GET" ? [bulk(args[1] ?? ""), bulk("")] : [] };
    case "INFO": return bulk(`# Server\r\nredis_version:7.4.2\r\ntcp_port:6379\r\n# Replication\r\nrole:master\r\nconnected_slaves:0\r\n# Keyspace\r\ndb0:keys=${store.size},expires=0\r\n`);
    case "SHUTDOWN":
      process.exit(0);
      return ok;
    default: return store.run(name, args) ?? fail(`ERR unknown command '${name}', with args beginning with: ${args.map((arg) => `'${arg}' `).join("")}`);
  }
}

/** redis-cli [-h host] [-p port] [-a password] [command] */
async function redisCli(process: Process): Promise<number> {
  const { args } = process;
  const host = shortFlag(args, "h") ?? "127.0.0.1";
  const port = Number(shortFlag(args, "p") ?? 6379);
  const password = shortFlag(args, "a") ?? process.env["REDISCLI_AUTH"];
  const words = commandWords(args);
  try {
    const client = new RedisClient(await process.connect(host, port, 5000));
    if (password !== undefined) await client.ask(["AUTH", password]);
    const send = async (command: readonly string[]) => process.print(printReply(await client.ask(command), !process.terminal));
    if (words.length > 0) {
      await send(words);
      return 0;
    }
    for (;;) {
      if (process.terminal) process.write(`${host}:${port}> `);
      const line = await readLine(process.stdin);
      if (line === undefined || line === "exit" || line === "quit") return 0;
      if (line.trim() !== "") await send(splitLine(line));
    }
  } catch (error) {
    const { code, message } = networkFailure(error);
    process.printError(`Could not connect to Redis at ${host}:${port}: ${code === "ECONNREFUSED" ? "Connection refused" : code === "ENOTFOUND" ? "Name or service not known" : message}`);
    return 1;
  }
}

function shortFlag(args: readonly string[], name: string): string | undefined {
  return flag(args.slice(0, args.length - commandWords(args).length), name);
}

/** Everything after the options. */
function commandWords(args: readonly string[]): readonly string[] {
  let index = 0;
  while (args[index]?.startsWith("-") === true) index += ["-h", "-p", "-a", "-n", "-u", "--user", "--pass"].includes(args[index]!) ? 2 : 1;
  return args.slice(index);
}

class RedisClient {
  readonly #connection: Stream;
  #input = "";

  constructor(connection: Stream) {
    this.#connection = connection;
  }

  async ask(words: readonly string[]): Promise<Reply> {
    await this.#connection.write(formatCommand(words));
    for (;;) {
      const read = readReply(this.#input);
      if (read !== undefined) {
        this.#input = read.rest;
        return read.reply;
      }
      const chunk = await this.#connection.read();
      if (chunk === undefined) return fail("ERR Server closed the connection");
      this.#input += chunk;
    }
  }
}
